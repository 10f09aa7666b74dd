/** What of the messages is looked at, as it is written into the fields. */
export interface InspectorFields {
  opCode: string;
  peerId: string;
  sample: string;
}

/** The query of the stream; an empty field asks for all. */
export function messageQuery(fields: InspectorFields): string {
  const query = new URLSearchParams();
  for (const [name, written] of Object.entries(fields))
    if (written.trim() !== '') query.set(name, written.trim());
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
