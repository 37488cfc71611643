import { memo } from 'react';

const WIDTH = 240;
const HEIGHT = 72;
const PAD = 3;

/** A line of numbers, scaled to what they span. */
export const Sparkline = memo(({ values }: { values: readonly number[] }) => {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const step = (WIDTH - 2 * PAD) / Math.max(1, values.length - 1);
  const points = values.map((value, index) => {
    const y = HEIGHT - PAD - ((value - low) / span) * (HEIGHT - 2 * PAD);
    return `${(PAD + index * step).toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      <polygon points={`${PAD},${HEIGHT} ${points.join(' ')} ${WIDTH - PAD},${HEIGHT}`} />
      <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
    </svg>
  );
});
