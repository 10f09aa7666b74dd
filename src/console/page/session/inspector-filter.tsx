import type { InspectorFields } from './message-query.ts';

const FIELDS: { name: keyof InspectorFields; title: string; placeholder: string }[] = [
  { name: 'opCode', title: 'Op code', placeholder: 'any' },
  { name: 'peerId', title: 'Peer', placeholder: 'any' },
  { name: 'sample', title: 'One of', placeholder: '1' },
];

/** Which messages are looked at. */
export function InspectorFilter({ fields, onChange }: InspectorFilterProps) {
  return (
    <>
      {FIELDS.map(({ name, title, placeholder }) => (
        <label key={name}>
          {title}
          <input
            type="number"
            step={1}
            min={1}
            placeholder={placeholder}
            value={fields[name]}
            onInput={event => onChange({ ...fields, [name]: event.currentTarget.value })}
          />
        </label>
      ))}
    </>
  );
}

interface InspectorFilterProps {
  fields: InspectorFields;
  onChange(fields: InspectorFields): void;
}
