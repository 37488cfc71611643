import { useEffect, useState } from 'react';

interface CopyButtonProps {
  readonly label: string;
  readonly text: () => string;
}

/** Copies a text and says so for a moment. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'Copied' | 'Not allowed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 1500);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      setOutcome('Copied');
    } catch {
      setOutcome('Not allowed');
    }
  };
  return (
    <button type="button" className="button plain small" aria-label={label} onClick={() => void copy()}>
      {outcome ?? 'Copy'}
    </button>
  );
}
