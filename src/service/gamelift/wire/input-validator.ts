import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';
import { SCHEMA_TABLE, type SchemaTable } from '../model/schema-table.ts';
import { invalidRequest } from '../service-error.ts';
import { complaintOf } from './input-complaint.ts';
import { INPUT_KEYWORDS } from './input-keywords.ts';

const SCHEMA_ID = 'inputs';

/** Holds inputs to the model. What it needs for an operation is compiled when the first call of it comes. */
export class InputValidator {
  #ajv: Ajv;
  #table: SchemaTable;

  constructor(table: SchemaTable = SCHEMA_TABLE) {
    this.#table = table;
    this.#ajv = new Ajv({
      // The model's patterns have escapes that the u flag does not know; strings are still measured in characters.
      unicodeRegExp: false,
      removeAdditional: true,
      // Gives errors the data they are about.
      verbose: true,
      // Maps have a type that comes before their keywords' own.
      strictTypes: false,
    });
    for (const keyword of INPUT_KEYWORDS) this.#ajv.addKeyword(keyword);
    const schema: AnySchemaObject = { $id: SCHEMA_ID, $defs: table.$defs };
    this.#ajv.addSchema(schema);
  }

  /**
   * Makes the value what a handler works with: Dates and bytes in their places, members that are null or that the
   * model does not know taken out. Lists that may not be empty are taken out when they are, so that an empty list and
   * none are the same.
   * @param shape the input's key in the table
   * @param input as it was decoded; changed in place
   * @throws {ServiceError} InvalidRequestException that names the member and its limit
   */
  validate(shape: string, input: object): void {
    const isValid = this.#validatorOf(shape);
    if (isValid(input)) return;
    const [error] = isValid.errors!;
    throw invalidRequest(complaintOf(error!, this.#table.$defs[shape]!, this.#table));
  }

  #validatorOf(shape: string): ValidateFunction {
    const validator = this.#ajv.getSchema(`${SCHEMA_ID}#/$defs/${shape}`);
    if (validator === undefined) throw new Error(`There is no shape ${shape} in the table of schemas`);
    return validator;
  }
}
