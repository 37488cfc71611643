import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { ChatPage } from './chat/ChatPage.tsx';
import { chatUrl, type ChatKnobs } from './chat/chatUrl.ts';
import { WIRES } from './chat/wires.ts';
import { watchShifts } from './components/watchShifts.ts';

interface ChatArgs extends ChatKnobs {
  readonly think: boolean;
  readonly tools: boolean;
  readonly forgets: boolean;
}

/**
 * A chat over `POST /v1/chat/completions`, or over `POST /v1/responses`: `useSseStream` with `openaiChat()` or
 * `openaiResponses()` makes the answer, `toInput` gives it back with the next question, and `useTextBlocks` keeps long
 * Markdown cheap.
 */
const meta = {
  id: 'chat',
  title: 'Answers/Chat',
  args: {
    rate: 60,
    delay: 400,
    fault: 'none',
    tokens: 0,
    wire: 'chat/completions',
    think: false,
    tools: false,
    forgets: false,
  },
  argTypes: {
    rate: { control: { type: 'range', min: 5, max: 1000, step: 5 }, description: 'tokens a second' },
    delay: { control: { type: 'range', min: 0, max: 5000, step: 100 }, description: 'ms before the first' },
    fault: {
      control: 'select',
      options: ['none', 'overloaded', 'drop', 'busy', 'down'],
      description: 'what the first request meets',
    },
    tokens: {
      control: { type: 'range', min: 0, max: 20_000, step: 500 },
      description: 'of the answer; 0: as many as it takes',
    },
    wire: { control: 'select', options: Object.keys(WIRES), description: 'what the model speaks' },
    think: { description: 'the model thinks first' },
    tools: { description: 'the model may call tools' },
    forgets: { description: 'thoughts are not sent back with calls: a thinking model refuses that' },
  },
  render: ({ think, tools, forgets, ...knobs }) => (
    <ChatPage
      key={JSON.stringify([knobs.wire, think, tools, forgets])}
      wire={knobs.wire}
      url={(request) => chatUrl(knobs, request)}
      initialSettings={{ reasoning: think, tools, forgets }}
    />
  ),
} satisfies Meta<ChatArgs>;

export default meta;
type Story = StoryObj<typeof meta>;

/** An answer that is stopped must not end before. */
const ENDLESS = 20_000;
const QUESTION = 'How does an answer reach me?';

async function ask(canvasElement: HTMLElement, question = QUESTION) {
  const canvas = within(canvasElement);
  await userEvent.type(canvas.getByRole('textbox', { name: 'Message' }), `${question}{Enter}`);
  return canvas;
}

const status = (canvasElement: HTMLElement): string =>
  within(canvasElement).getByRole('status', { name: 'Connection' }).textContent;

/** An answer streams in and is complete; nothing on the page moves but the answer itself. */
export const Answer: Story = {
  args: { rate: 1000, delay: 50 },
  play: async ({ canvasElement }) => {
    const canvas = await ask(canvasElement);
    await waitFor(() => expect(status(canvasElement)).toContain('streamingreadyState 1 OPEN'));
    const shifts = watchShifts();
    await waitFor(() => expect(status(canvasElement)).toContain('done'));
    await expect(shifts()).toBeLessThan(0.02);
    await expect(canvas.getByRole('article', { name: 'Answer' })).toHaveTextContent(
      /never say done before the server did/,
    );
    // Not before two seconds after the last announcement.
    await waitFor(
      () =>
        expect(canvas.getByRole('status', { name: 'Answer status' })).toHaveTextContent(
          /End of the answer\.$/,
        ),
      { timeout: 10_000 },
    );
    // with the close of the connection, a little after the end
    await expect(await canvas.findByText(/\d+ tokens · \d+ \/ s/)).toBeVisible();
  },
};

/** Stop keeps the text so far; regenerate asks again. */
export const StopAndRegenerate: Story = {
  args: { rate: 200, delay: 50, tokens: ENDLESS },
  play: async ({ canvasElement }) => {
    const canvas = await ask(canvasElement);
    await waitFor(() =>
      expect(canvas.getByRole('article', { name: 'Answer' })).toHaveTextContent(/You asked/),
    );
    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(status(canvasElement)).toContain('stopped'));
    const kept = canvas.getByRole('article', { name: 'Answer' }).textContent;
    await expect(kept).toContain('You asked');
    await userEvent.click(await canvas.findByRole('button', { name: 'Regenerate' }));
    await waitFor(() => expect(status(canvasElement)).toContain('streaming'));
    await userEvent.keyboard('{Escape}');
    await userEvent.type(canvas.getByRole('textbox', { name: 'Message' }), '{Escape}');
    await waitFor(() => expect(status(canvasElement)).toContain('stopped'));
    await expect(canvas.getAllByRole('article', { name: 'Answer' })).toHaveLength(1);
  },
};

/** The model is overloaded in the middle: its words are shown, the text is kept, one button tries again. */
export const ErrorAndRetry: Story = {
  args: { rate: 1000, delay: 50, fault: 'overloaded' },
  play: async ({ canvasElement }) => {
    const canvas = await ask(canvasElement);
    await waitFor(() => expect(canvas.getByRole('alert')).toHaveTextContent(/The model is overloaded/));
    await expect(status(canvasElement)).toContain('failed');
    await expect(canvas.getByRole('article', { name: 'Answer' })).toHaveTextContent(/You asked/);
    // with the close of the connection, a little after the error
    await userEvent.click(await canvas.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(status(canvasElement)).toContain('done'));
    await expect(canvas.queryByRole('alert')).toBeNull();
  },
};

// the arguments of the tool call repeat it: it takes a while until they are written
const longQuestion =
  'What happens when the connection breaks in the middle of an answer, is the question sent again, ' +
  'and who decides about that: the page, the server, or the reader?';

/**
 * The model thinks, calls a tool whose arguments come piece by piece, and answers with what the tool said. Its thoughts
 * go back to it with their signature: without it, the server refuses the second request.
 */
export const ThinkingAndTools: Story = {
  args: { rate: 30, delay: 50, think: true, tools: true },
  play: async ({ canvasElement }) => {
    const canvas = await ask(canvasElement, longQuestion);
    await waitFor(() => expect(canvas.getByText('Thinking…')).toBeVisible());
    await waitFor(() => expect(canvas.getByText('writing arguments')).toBeVisible());
    const card = canvas.getByRole('region', { name: 'Tool call search_notes' });
    await waitFor(() => expect(card).toHaveTextContent(/3 notes found/));
    await waitFor(() => expect(canvas.getAllByRole('article', { name: 'Answer' })).toHaveLength(2));
    const answer = canvas.getAllByRole('article', { name: 'Answer' })[1];
    await waitFor(() => expect(answer).toHaveTextContent(/The tool answered/));
    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }));
  },
};

/** What comes of a loop that sends back what was said and called, but not what was thought. */
export const WithoutTheThoughts: Story = {
  args: { rate: 1000, delay: 20, think: true, tools: true, forgets: true },
  play: async ({ canvasElement }) => {
    const canvas = await ask(canvasElement);
    await waitFor(() =>
      expect(canvas.getByRole('alert')).toHaveTextContent(
        /http 400 messages\.1: .* came without the thoughts/,
      ),
    );
  },
};

/** Asks for a report, which ends with a call that waits for a yes or no. */
async function askForReport(canvasElement: HTMLElement) {
  const canvas = await ask(canvasElement);
  await waitFor(() => expect(status(canvasElement)).toContain('streaming'));
  const shifts = watchShifts();
  const approval = await canvas.findByRole(
    'region',
    { name: 'Approval of send_report' },
    { timeout: 10_000 },
  );
  await expect(shifts()).toBeLessThan(0.02);
  return { canvas, approval: within(approval) };
}

/**
 * Numbered citations, a picture, and a call of a tool that waits for a yes or no. Nothing moves while they stream in.
 * The decision is the next request, with all that the model thought and asked, and the answer goes on.
 */
export const SourcesPicturesApprovals: Story = {
  args: { wire: 'responses', rate: 200, delay: 20, think: true, tools: true },
  play: async ({ canvasElement }) => {
    const { canvas, approval } = await askForReport(canvasElement);
    const answer = within(canvas.getByRole('article', { name: 'Answer' }));
    const sources = answer.getByRole('list', { name: 'Sources' });
    await expect(within(sources).getAllByRole('link')).toHaveLength(3);
    await expect(answer.getByRole('link', { name: 'Source 2' })).toHaveAttribute(
      'href',
      expect.stringContaining('html.spec.whatwg.org'),
    );
    await expect(answer.getByRole('img', { name: 'From the answer' })).toBeVisible();
    await userEvent.click(approval.getByRole('button', { name: 'Allow' }));
    await expect(approval.getByText('allowed')).toBeVisible();
    await waitFor(() => expect(canvas.getByText(/The report is on its way/)).toBeVisible());
    const call = canvas.getAllByRole('region', { name: 'Tool call send_report' }).at(-1);
    await expect(call).toHaveTextContent(/"sent":true/);
    await expect(approval.queryByRole('button')).toBeNull();
  },
};

/** A no goes to the model as well. */
export const ApprovalDenied: Story = {
  args: { wire: 'responses', rate: 1000, delay: 20, tools: true },
  play: async ({ canvasElement }) => {
    const { canvas, approval } = await askForReport(canvasElement);
    await userEvent.click(approval.getByRole('button', { name: 'Deny' }));
    await waitFor(() => expect(canvas.getByText(/I have not sent it/)).toBeVisible());
    await expect(approval.getByText('denied')).toBeVisible();
    await expect(canvas.queryByRole('region', { name: 'Tool call send_report' })).toBeNull();
  },
};

/** A question is edited and asked again: what came after it is dropped. */
export const EditAndResend: Story = {
  args: { rate: 200, delay: 20, tokens: ENDLESS },
  play: async ({ canvasElement }) => {
    const canvas = await ask(canvasElement, 'First');
    await waitFor(() => expect(status(canvasElement)).toContain('streaming'));
    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }));
    await ask(canvasElement, 'Second');
    await waitFor(() => expect(status(canvasElement)).toContain('streaming'));
    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(canvas.getAllByRole('article', { name: 'Question' })).toHaveLength(2));
    await userEvent.click(canvas.getAllByRole('button', { name: 'Edit question' })[0]!);
    const editor = canvas.getByRole('textbox', { name: 'Question' });
    await userEvent.clear(editor);
    await userEvent.type(editor, 'First, in other words{Enter}');
    await waitFor(() => expect(canvas.getAllByRole('article', { name: 'Question' })).toHaveLength(1));
    await waitFor(() =>
      expect(canvas.getByRole('article', { name: 'Answer' })).toHaveTextContent(/in other words/),
    );
    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }));
  },
};

/** The page follows the answer, and yields as soon as the reader scrolls up. */
export const ScrollsUntilTheReaderDoes: Story = {
  args: { rate: 200, delay: 20, tokens: ENDLESS },
  play: async ({ canvasElement }) => {
    const canvas = await ask(canvasElement);
    const scroller = canvas.getByRole('region', { name: 'Conversation' });
    const left = (): number => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    // observed after the page's own observer: what is left then is what the frame shows
    let behind = 0;
    const frames = new ResizeObserver(() => (behind = Math.max(behind, left())));
    frames.observe(scroller.firstElementChild!);
    await waitFor(() => expect(scroller.scrollTop).toBeGreaterThan(200));
    frames.disconnect();
    await expect(behind).toBeLessThan(2);
    scroller.scrollTop -= 150;
    const place = scroller.scrollTop;
    await expect(await canvas.findByRole('button', { name: '↓ Newest' })).toBeVisible();
    await waitFor(() => expect(left()).toBeGreaterThan(400));
    await expect(scroller.scrollTop).toBe(place);
    await userEvent.click(canvas.getByRole('button', { name: '↓ Newest' }));
    await waitFor(() => expect(canvas.queryByRole('button', { name: '↓ Newest' })).toBeNull());
    const newest = scroller.scrollTop;
    await expect(newest).toBeGreaterThan(place + 300);
    await waitFor(() => expect(scroller.scrollTop).toBeGreaterThan(newest + 50));
    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }));
  },
};

/** The connection breaks in mid-answer. A POST is not sent again by itself: the text is kept, the reader decides. */
export const CutInTheMiddle: Story = {
  args: { rate: 1000, delay: 20, fault: 'drop' },
  play: async ({ canvasElement }) => {
    const canvas = await ask(canvasElement);
    await waitFor(() => expect(canvas.getByRole('alert')).toHaveTextContent(/network/));
    await expect(canvas.getByRole('article', { name: 'Answer' })).toHaveTextContent(/You asked/);
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeVisible();
  },
};

export const SourcesDark: Story = { ...SourcesPicturesApprovals, globals: { theme: 'dark' } };
export const SourcesPhone: Story = {
  ...SourcesPicturesApprovals,
  globals: { viewport: { value: 'mobile2' } },
};
export const Dark: Story = { ...Answer, globals: { theme: 'dark' } };
export const Phone: Story = { ...Answer, globals: { viewport: { value: 'mobile2' } } };
export const Welcome: Story = {};
