import { isValidElement, memo, useRef, type ComponentProps } from 'react';
import { Streamdown, type Components, type ExtraProps } from 'streamdown';
import { useTextBlocks } from 'react-event-source';
import { CopyButton } from '../components/CopyButton.tsx';

/** What Streamdown hands to the component of an element. */
type Props<Tag extends 'a' | 'img' | 'input' | 'pre' | 'table'> = ComponentProps<Tag> & ExtraProps;

/** The language that a fence named, from the class of its `code` element. */
function languageOf(children: React.ReactNode): string {
  const name = isValidElement<{ className?: string }>(children) ? children.props.className : undefined;
  return /language-(\S+)/.exec(name ?? '')?.[1] ?? '';
}

function CodeBlock({ children }: Props<'pre'>) {
  const pre = useRef<HTMLPreElement>(null);
  return (
    <div className="code-block">
      <div className="code-head">
        <span className="mono muted">{languageOf(children)}</span>
        <CopyButton label="Copy code" text={() => pre.current?.textContent ?? ''} />
      </div>
      <pre ref={pre} tabIndex={0}>
        {children}
      </pre>
    </div>
  );
}

const Table = ({ children }: Props<'table'>) => (
  <div className="table-scroll" role="region" aria-label="Table" tabIndex={0}>
    <table>{children}</table>
  </div>
);

const Link = ({ href, children }: Props<'a'>) => (
  <a href={href} target="_blank" rel="noreferrer noopener">
    {children}
  </a>
);

/** An answer must not make the page load an address of its choice. */
const Image = ({ alt }: Props<'img'>) => <em>{alt || 'image'}</em>;

const Checkbox = ({ checked }: Props<'input'>) => (
  <input
    type="checkbox"
    checked={checked ?? false}
    readOnly
    disabled
    aria-label={checked ? 'done' : 'open'}
  />
);

/** A heading of an answer stands below the page's own. */
const plain = {
  h1: 'h2',
  h2: 'h3',
  h3: 'h4',
  h4: 'h5',
  h5: 'h6',
  h6: 'h6',
  p: 'p',
  ul: 'ul',
  ol: 'ol',
  li: 'li',
  strong: 'strong',
  blockquote: 'blockquote',
  hr: 'hr',
  thead: 'thead',
  tbody: 'tbody',
  tr: 'tr',
  th: 'th',
  td: 'td',
  code: 'code',
  section: 'section',
  sup: 'sup',
  sub: 'sub',
} as const;

const components: Components = {
  ...plain,
  a: Link,
  img: Image,
  input: Checkbox,
  pre: CodeBlock,
  table: Table,
};

const Block = memo(({ text }: { text: string }) => <Streamdown components={components}>{text}</Streamdown>);

/** Markdown while it grows: finished blocks are parsed once, only the tail is parsed again. */
export function Markdown({ text }: { text: string }) {
  const { blocks, tail } = useTextBlocks(text);
  const pieces = tail ? [...blocks, tail] : blocks;
  return (
    <div className="markdown">
      {pieces.map((piece, index) => (
        <Block key={index} text={piece} />
      ))}
    </div>
  );
}
