// Runs the real ollama client against the ollama dialect.
import { Ollama } from 'ollama';
import { API_KEY, BASE_URL, user } from './checks.mjs';
import { check, dry, parameters, pieces, weather } from './dialects.mjs';

const client = (key) => new Ollama({ host: `${BASE_URL}/ollama`, headers: { Authorization: `Bearer ${key}` } });
const ollama = client(API_KEY);
const tools = [{ type: 'function', function: { ...weather, parameters } }];
const call = { function: { name: 'weather', arguments: { city: 'Paris' } } };

await check('ollama', {
  plain: async (prompt, model) => (await ollama.chat({ model, messages: user(prompt) })).message.content,
  stream: async (prompt, model) => pieces(await ollama.chat({ model, messages: user(prompt), stream: true }),
    (chunk) => chunk.message.content),
  tool: async (prompt) => {
    const asked = (await ollama.chat({ model: 'm', messages: user(prompt), tools })).message.tool_calls[0].function;
    return { name: asked.name, city: asked.arguments.city };
  },
  answered: async (prompt, content = dry) => (await ollama.chat({
    model: 'm', tools,
    messages: [...user(prompt), { role: 'assistant', content: '', tool_calls: [call] }, { role: 'tool', tool_name: 'weather', content }],
  })).message.content,
  embed: async (input) => (await ollama.embed({ model: 'm', input })).embeddings,
  stranger: (prompt) => client('tw_nobody').chat({ model: 'm', messages: user(prompt) }),
  refused: (error) => ({ status: error.status_code, message: error.error }),
  abort: async (model) => {
    const stream = await ollama.chat({ model, messages: user('Hello.'), stream: true });
    let seen = 0;
    try {
      for await (const chunk of stream) {
        seen += chunk.message.content === '' ? 0 : 1;
        stream.abort();
      }
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
    }
    return seen;
  },
});
