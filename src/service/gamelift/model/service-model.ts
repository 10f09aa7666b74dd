/** A service's model: its operations, and the shapes of what they take. */
export interface ServiceModel {
  operations: Record<string, ModelOperation>;
  shapes: Record<string, ModelShape>;
}

export interface ModelOperation {
  input?: string;
  /** None where the answer has an empty body. */
  output?: string | null;
  /** The types of the errors it may answer. */
  errors?: string[];
}

interface ShapeRef {
  shape: string;
}

export interface ModelShape {
  type: string;
  /** Of strings: characters; of lists: elements; of blobs: bytes; of numbers: their value. */
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  required?: string[];
  members?: Record<string, ShapeRef>;
  /** Of a list. */
  member?: ShapeRef;
  /** Of a map. */
  key?: ShapeRef;
  value?: ShapeRef;
}
