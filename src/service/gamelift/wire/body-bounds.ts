/** What a body may hold, whatever its bytes, in either protocol. */
export interface BodyBounds {
  /** Values within values. */
  depth: number;
  /** Values in all. */
  items: number;
}
