// Runs the real @langchain/openai client: Chat Completions, tools, embeddings.
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { API_KEY, BASE_URL } from './checks.mjs';
import { check, dry, parameters, pieces, weather } from './dialects.mjs';

const configuration = { baseURL: `${BASE_URL}/openai/v1` };
const chat = (model, apiKey = API_KEY, more = {}) => new ChatOpenAI({ model, apiKey, configuration, ...more });
const tools = [{ type: 'function', function: { ...weather, parameters } }];
const call = { id: 'call12345', name: 'weather', args: { city: 'Paris' } };

await check('@langchain/openai', {
  plain: async (prompt, model) => (await chat(model, API_KEY, model === 'broken' ? { maxRetries: 0 } : {}).invoke(prompt)).content,
  stream: async (prompt, model) => pieces(await chat(model).stream(prompt), (chunk) => chunk.content),
  tool: async (prompt) => {
    const [asked] = (await chat('m').bindTools(tools).invoke(prompt)).tool_calls;
    return { name: asked.name, city: asked.args.city };
  },
  answered: async (prompt, content = dry) => (await chat('m').bindTools(tools).invoke([new HumanMessage(prompt),
    new AIMessage({ content: '', tool_calls: [call] }), new ToolMessage({ content, tool_call_id: 'call12345' })])).content,
  embed: (texts) => new OpenAIEmbeddings({ model: 'm', apiKey: API_KEY, configuration }).embedDocuments(texts),
  stranger: (prompt) => chat('m', 'tw_nobody').invoke(prompt),
  refused: (error) => ({ status: error.status, message: error.message }),
  abort: async (model) => (await pieces(await chat(model).stream('Hello.'), (chunk) => chunk.content, 1)).length,
});
