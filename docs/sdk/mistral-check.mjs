// Runs the real @mistralai/mistralai client against the mistral dialect.
import { Mistral } from '@mistralai/mistralai';
import { API_KEY, BASE_URL, user } from './checks.mjs';
import { check, dry, parameters, pieces, weather } from './dialects.mjs';

const client = (apiKey) => new Mistral({ apiKey, serverURL: `${BASE_URL}/mistral` });
const mistral = client(API_KEY);
const tools = [{ type: 'function', function: { ...weather, parameters } }];
const call = { id: 'call12345', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } };
const delta = (event) => event.data.choices[0]?.delta.content;

await check('@mistralai/mistralai', {
  plain: async (prompt, model) => (await mistral.chat.complete({ model, messages: user(prompt) })).choices[0].message.content,
  stream: async (prompt, model) => pieces(await mistral.chat.stream({ model, messages: user(prompt) }), delta),
  tool: async (prompt) => {
    const asked = (await mistral.chat.complete({ model: 'm', messages: user(prompt), tools })).choices[0].message.toolCalls[0].function;
    return { name: asked.name, city: JSON.parse(asked.arguments).city };
  },
  answered: async (prompt, content = dry) => (await mistral.chat.complete({
    model: 'm', tools,
    messages: [...user(prompt), { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', name: 'weather', toolCallId: 'call12345', content }],
  })).choices[0].message.content,
  embed: async (inputs) => (await mistral.embeddings.create({ model: 'm', inputs })).data.map((one) => one.embedding),
  stranger: (prompt) => client('tw_nobody').chat.complete({ model: 'm', messages: user(prompt) }),
  refused: (error) => ({ status: error.statusCode, message: error.body ?? error.message }),
  abort: async (model) => (await pieces(await mistral.chat.stream({ model, messages: user('Hello.') }), delta, 1)).length,
});
