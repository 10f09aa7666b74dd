import type { SessionDetail } from '../../protocol.ts';
import type { Target } from './server-message.ts';

export interface TargetFieldsProps {
  detail: SessionDetail;
  target: Target;
  onChange(target: Target): void;
}

/** To whom: everybody, or one of the players and groups there are. */
export function TargetFields({ detail, target, onChange }: TargetFieldsProps) {
  return (
    <label>
      To
      <select value={nameOf(target)} onChange={event => onChange(targetOf(event.currentTarget.value))}>
        <option value="all">everybody</option>
        {detail.players.map(({ peerId }) => (
          <option value={nameOf({ kind: 'player', id: peerId })} key={`player ${peerId}`}>
            player {peerId}
          </option>
        ))}
        {detail.groups.map(({ groupId }) => (
          <option value={nameOf({ kind: 'group', id: groupId })} key={`group ${groupId}`}>
            group {groupId}
          </option>
        ))}
      </select>
    </label>
  );
}

function nameOf(target: Target): string {
  return target.kind === 'all' ? 'all' : `${target.kind} ${target.id}`;
}

function targetOf(value: string): Target {
  const [kind, id] = value.split(' ');
  return kind === 'player' || kind === 'group' ? { kind, id: Number(id) } : { kind: 'all' };
}
