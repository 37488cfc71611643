import { Children, isValidElement, memo, useRef, type ComponentProps } from 'react';
import { Streamdown, type Components, type ExtraProps } from 'streamdown';
import { useTextBlocks } from 'react-event-source';
import { CopyButton } from '../components/CopyButton.tsx';

/** What Streamdown hands to the component of an element. */
type Props<Tag extends 'a' | 'h2' | 'img' | 'input' | 'pre' | 'table'> = ComponentProps<Tag> & ExtraProps;

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

/** A group: a conversation has many tables, and landmarks of one name would be hard to tell apart. */
const Table = ({ children }: Props<'table'>) => (
  <div className="table-scroll" role="group" aria-label="Table" tabIndex={0}>
    <table>{children}</table>
  </div>
);

/** While it is written, a link is only its words; these, too, may still be to come. */
function Link({ href, children }: Props<'a'>) {
  if (href === 'streamdown:incomplete-link') return children;
  const isCitation = typeof children === 'string' && /^\d+$/.test(children);
  const label = isCitation ? { className: 'citation', 'aria-label': `Source ${children}` } : {};
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" {...label}>
      {children}
    </a>
  );
}

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

/** A heading of an answer stands below the page's own. One whose words have not come yet is none. */
const heading = (Tag: 'h2' | 'h3' | 'h4' | 'h5' | 'h6') =>
  function Heading({ children }: Props<'h2'>) {
    return Children.count(children) > 0 ? <Tag>{children}</Tag> : null;
  };

const plain = {
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
  h1: heading('h2'),
  h2: heading('h3'),
  h3: heading('h4'),
  h4: heading('h5'),
  h5: heading('h6'),
  h6: heading('h6'),
  a: Link,
  img: Image,
  input: Checkbox,
  pre: CodeBlock,
  table: Table,
};

const Block = memo(({ text }: { text: string }) => <Streamdown components={components}>{text}</Streamdown>);

/** Markdown while it grows: finished blocks are parsed once, only the tail is parsed again. */
export function Markdown({ text }: { text: string }) {
  const { blocks, tail, definitions } = useTextBlocks(text);
  return (
    <div className="markdown">
      {[...blocks, tail].map((block, index) => (
        <Block key={index} text={block.includes('[') ? definitions + block : block} />
      ))}
    </div>
  );
}
