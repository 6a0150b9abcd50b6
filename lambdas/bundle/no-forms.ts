// Stands in for the checker of JSON schemas that the protocol of assistants brings: it checks what somebody fills into a form
// that a server asks for, and none is asked for here.
export { default as process } from 'node:process';

/** The library makes one under this name for each server, and asks it about forms alone. */
export class DefaultJsonSchemaValidator {
  getValidator(): never {
    throw new Error('forms cannot be checked here; assistants are asked for none');
  }
}
