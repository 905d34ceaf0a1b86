export { checkStage, type StageSample } from './check-stage.ts';
export { decodeStage, outputSchema, type StageUnderTest, scoreRows } from './run-stage.ts';
