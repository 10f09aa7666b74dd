/** What the guards use while a script runs: the globals of these names are the script's to replace. */
export const NativeArray = Array;
export const NativeDataView = DataView;
export const NativeEvalError = EvalError;
export const NativeObject = Object;
export const NativeRangeError = RangeError;
export const NativeTypeError = TypeError;
export const { isConcatSpreadable, iterator } = Symbol;
export const { is: isSame } = Object;
export const { isNaN: isNotANumber, NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;
