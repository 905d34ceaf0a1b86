import type { ScoringError } from './errors.ts';
import type { SparkVersion } from './spark-version.ts';
import type { StoredStage } from './stage.ts';

/** What was recognised in saved bytes. Not yet decoded, so not yet known to be runnable. */
export interface Artifact {
  /** The path or address it came from. */
  readonly name: string;
  readonly format: string;
  /** How the files were wrapped, outermost first: zip, tar.gz, mlflow, sparkr. */
  readonly containers: readonly string[];
  readonly root: SavedStage;
}

/** One saved stage and the stages inside it. */
export interface SavedStage {
  readonly kind: 'saved';
  readonly spark: string;
  readonly uid: string;
  /** Path of its folder from the root of the files; '' for the root itself. */
  readonly folder: string;
  readonly savedBy: SparkVersion;
  readonly children: readonly ArtifactNode[];
  readonly stored: Omit<StoredStage, 'semantics' | 'sums' | 'timeZone' | 'children'>;
}

/** A place where a stage must be and cannot be read. */
export interface BrokenStage {
  readonly kind: 'broken';
  readonly folder: string;
  readonly problem: ScoringError;
}

export type ArtifactNode = SavedStage | BrokenStage;
