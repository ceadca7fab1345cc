// Runs the real cohere-ai client against the cohere dialect.
import { CohereClientV2 } from 'cohere-ai';
import { API_KEY, BASE_URL, user } from './checks.mjs';
import { check, dry, parameters, pieces, weather } from './dialects.mjs';

const client = (token) => new CohereClientV2({ token, environment: `${BASE_URL}/cohere` });
const cohere = client(API_KEY);
const tools = [{ type: 'function', function: { ...weather, parameters } }];
const call = { id: 'call12345', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } };
const delta = (event) => event.delta?.message?.content?.text;

await check('cohere-ai', {
  plain: async (prompt, model) => (await cohere.chat({ model, messages: user(prompt) })).message.content[0].text,
  stream: async (prompt, model) => pieces(await cohere.chatStream({ model, messages: user(prompt) }), delta),
  tool: async (prompt) => {
    const asked = (await cohere.chat({ model: 'm', messages: user(prompt), tools })).message.toolCalls[0].function;
    return { name: asked.name, city: JSON.parse(asked.arguments).city };
  },
  answered: async (prompt, result = dry) => (await cohere.chat({
    model: 'm', tools,
    messages: [...user(prompt), { role: 'assistant', toolCalls: [call] },
      { role: 'tool', toolCallId: 'call12345', content: [{ type: 'document', document: { data: { result } } }] }],
  })).message.content[0].text,
  embed: async (texts) => (await cohere.embed({
    model: 'm', texts, inputType: 'search_query', embeddingTypes: ['float'],
  })).embeddings.float,
  stranger: (prompt) => client('tw_nobody').chat({ model: 'm', messages: user(prompt) }),
  refused: (error) => ({ status: error.statusCode, message: JSON.stringify(error.body ?? error.message) }),
  abort: async (model) => (await pieces(await cohere.chatStream({ model, messages: user('Hello.') }), delta, 1)).length,
});
