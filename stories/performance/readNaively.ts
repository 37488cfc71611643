interface Chunk {
  readonly choices: readonly { readonly delta?: { readonly content?: string } }[];
}

/** A stream read by hand, as many pages do: good enough for this server, and wrong for many others. */
export async function readNaively(
  url: string,
  signal: AbortSignal,
  onToken: (token: string) => void,
): Promise<void> {
  try {
    const response = await fetch(url, { signal });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const events = (rest + value).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        if (event === 'data: [DONE]') return;
        const chunk = JSON.parse(event.slice('data: '.length)) as Chunk;
        onToken(chunk.choices[0]?.delta?.content ?? '');
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
