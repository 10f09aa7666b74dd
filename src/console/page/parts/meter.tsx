import './meter.css';

export interface MeterProps {
  used: number;
  allowed: number;
  /** What it says in words. */
  text: string;
}

const HIGH_SHARE = 0.75;

/** A bar of what is used of a limit, beside its words. */
export function Meter({ used, allowed, text }: MeterProps) {
  const share = allowed <= 0 ? 0 : Math.min(1, Math.max(0, used / allowed));
  const tone = share >= 1 ? 'full' : share >= HIGH_SHARE ? 'high' : 'calm';
  return (
    <span class={`meter ${tone}`}>
      <span class="meter-track" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span class="meter-text">{text}</span>
    </span>
  );
}
