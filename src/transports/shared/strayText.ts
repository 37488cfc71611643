/** Most characters that are kept. */
const LIMIT = 65_536;

const BLANK_LINE = /\r\n\r\n|\n\n|\r\r/;
/** A block with such a line is a message. */
const DATA = /^data(?::|$)/m;
/** JSON, a page, or the field `error:`. [spec] Any other line that is no field is ignored. */
const BEGINNING = /^\s*(?:[{[<]|error:)/;
/** Words: `TypeError:`, or a line with a blank before any colon or without one, that is no field with a slip. */
const WORDS = /^(?!(?:data|event|id|retry)\b)\p{L}(?:\w*rror:|[^:]*(?: |$))/u;
const FIELDS = ['data', 'event', 'id', 'retry'];

/** A line that an event stream may hold, or the beginning of one that was cut off. */
const belongs = (line: string, isCut: boolean): boolean =>
  line === '' ||
  /^(?:data|event|id|retry)?(?::|$)/.test(line) ||
  (isCut && FIELDS.some((field) => field.startsWith(line)));

/** What comes behind the last message that ends in a text; its `data:` may have come before. */
function behindMessages(text: string): string {
  const blocks = text.split(BLANK_LINE);
  const rest = blocks.pop()!;
  const last = blocks.findLastIndex((block) => DATA.test(block));
  return [...blocks.slice(Math.max(last, 0) + 1), rest].join('\n');
}

/** What was no event stream. */
export interface StrayText {
  readonly text: string;
  /** It is an error, and no message came before it. */
  readonly isFailure: boolean;
}

/**
 * Text that a server sent under `text/event-stream` and that is no event stream: a bare JSON error, or llama.cpp's
 * field `error:`; plain words only where no message came. Only what came after the last message counts.
 */
export function createStrayText(): {
  add(text: string, hasMessage: boolean): void;
  read(): StrayText | undefined;
} {
  let pieces: string[] = [];
  let size = 0;
  let isAfterMessages = false;
  return {
    /** `hasMessage`: a message ended in this text. */
    add(text, hasMessage) {
      if (hasMessage) {
        pieces = [text];
        size = 0;
        isAfterMessages = true;
        return;
      }
      if (size >= LIMIT) return;
      pieces.push(text);
      size += text.length;
    },
    read() {
      if (isAfterMessages) pieces[0] = behindMessages(pieces[0]!);
      const lines = pieces
        .join('')
        .slice(0, LIMIT)
        .split(/\r\n|\n|\r/);
      const kept = lines.filter((line, index) => !belongs(line, index === lines.length - 1));
      const error = kept.findIndex((line) => BEGINNING.test(line));
      const from = error < 0 && !isAfterMessages ? kept.findIndex((line) => WORDS.test(line)) : error;
      const text =
        from < 0
          ? ''
          : kept
              .slice(from)
              .join('\n')
              .replace(/^error: ?/, '')
              .trim();
      return text ? { text, isFailure: from === error && !isAfterMessages } : undefined;
    },
  };
}
