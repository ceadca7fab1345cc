// Runs the real ai package (Vercel) with its OpenAI provider: Responses, its default, and embeddings.
import { createOpenAI } from '@ai-sdk/openai';
import { embedMany, generateText, streamText } from 'ai';
import { API_KEY, BASE_URL } from './checks.mjs';
import { check, pieces } from './dialects.mjs';

const provider = (apiKey) => createOpenAI({ baseURL: `${BASE_URL}/openai/v1`, apiKey });
const openai = provider(API_KEY);

await check('ai', {
  plain: async (prompt, model) => (await generateText({ model: openai(model), prompt, maxRetries: model === 'broken' ? 0 : 2 })).text,
  stream: async (prompt, model) => {
    let failed;
    const answer = streamText({ model: openai(model), prompt, onError: ({ error }) => { failed = error; } });
    const all = await pieces(answer.textStream, (piece) => piece);
    if (failed) throw failed;
    return all;
  },
  embed: async (values) => (await embedMany({ model: openai.embedding('m'), values })).embeddings,
  stranger: (prompt) => generateText({ model: provider('tw_nobody')('m'), prompt }),
  refused: (error) => ({ status: error.statusCode, message: error.message }),
  abort: async (model) => {
    const leaving = new AbortController();
    const answer = streamText({ model: openai(model), prompt: 'Hello.', abortSignal: leaving.signal, onError: () => {} });
    const seen = await pieces(answer.textStream, (piece) => piece, 1);
    leaving.abort();
    return seen.length;
  },
});
