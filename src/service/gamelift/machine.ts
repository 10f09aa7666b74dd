/** This machine, which is the one instance of every fleet in each of its locations. */
export interface Machine {
  /** As an instance and as a compute; letters, digits and hyphens. */
  instanceId: string;
  /** Where players connect. */
  ipAddress: string;
  dnsName: string;
}
