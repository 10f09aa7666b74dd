// An error that is its own cause, and one among its own errors.
// blast: callback
const error = new AggregateError([], 'x');
error.cause = error;
error.errors.push(error);
throw error;
