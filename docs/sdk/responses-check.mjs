// Runs the real openai client against Responses, embeddings, and what cannot be screened.
import OpenAI from 'openai';
import { API_KEY, BASE_URL } from './checks.mjs';
import { check, dry, pieces } from './dialects.mjs';

const client = (apiKey) => new OpenAI({ apiKey, baseURL: `${BASE_URL}/openai/v1` });
const openai = client(API_KEY);
const delta = (event) => (event.type === 'response.output_text.delta' ? event.delta : undefined);

await check('openai, Responses', {
  plain: async (input, model) => {
    const patient = model === 'broken' ? { maxRetries: 0 } : {};
    return (await openai.responses.create({ model, input }, patient)).output_text;
  },
  stream: async (input, model) => pieces(await openai.responses.create({ model, input, stream: true }), delta),
  answered: async (question, output = dry) => (await openai.responses.create({
    model: 'm',
    input: [{ role: 'user', content: question }, { type: 'function_call', call_id: 'c', name: 'weather', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c', output }],
  })).output_text,
  embed: async (input) => (await openai.embeddings.create({ model: 'm', input })).data.map((one) => one.embedding),
  form: async (prompt) => (await openai.audio.transcriptions.create({
    model: 'm', prompt, file: new File([new Uint8Array(400)], 'talk.wav', { type: 'audio/wav' }),
  })).text,
  stranger: (input) => client('tw_nobody').responses.create({ model: 'm', input }),
  refused: (error) => ({ status: error.status, message: error.message }),
  abort: async (model) => (await pieces(await openai.responses.create({ model, input: 'Hello.', stream: true }), delta, 1)).length,
});
