import { useStickToBottom } from '../chat/useStickToBottom.ts';

interface GrowingPaneProps {
  readonly label: string;
  readonly role: 'article' | 'group' | 'region';
  readonly children: React.ReactNode;
}

/** A box that keeps its height and shows the end of what grows in it: nothing around it moves. */
export function GrowingPane({ label, role, children }: GrowingPaneProps) {
  const { ref } = useStickToBottom();
  return (
    <div className="growing-pane" ref={ref} tabIndex={0} role={role} aria-label={label}>
      <div>{children}</div>
    </div>
  );
}
