/** The bundled example, by paths from the root of the repository. */
export const MODEL = 'examples/churn/model';
export const CUSTOMERS = 'examples/churn/customers.csv';
export const SCHEMA_FILE = 'examples/churn/customers.schema.json';
/** Spark's answers, as JSON lines. */
export const EXPECTED = 'examples/churn/expected.jsonl';
/** Flags that tell the types of the customers, and that read them. */
export const SCHEMA = ['--schema', SCHEMA_FILE];
export const ROWS = ['-i', CUSTOMERS, ...SCHEMA];
