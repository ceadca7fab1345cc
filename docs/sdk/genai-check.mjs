// Runs the real @google/genai client against the gemini dialect.
import { GoogleGenAI } from '@google/genai';
import { API_KEY, BASE_URL } from './checks.mjs';
import { check, dry, parameters, pieces, weather } from './dialects.mjs';

const client = (apiKey) => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: `${BASE_URL}/gemini` } });
const gemini = client(API_KEY);
const tools = [{ functionDeclarations: [{ ...weather, parametersJsonSchema: parameters }] }];
const call = { name: 'weather', args: { city: 'Paris' } };

await check('@google/genai', {
  plain: async (contents, model) => (await gemini.models.generateContent({ model, contents })).text,
  stream: async (contents, model) => pieces(await gemini.models.generateContentStream({ model, contents }), (chunk) => chunk.text),
  tool: async (contents) => {
    const [asked] = (await gemini.models.generateContent({ model: 'm', contents, config: { tools } })).functionCalls;
    return { name: asked.name, city: asked.args.city };
  },
  answered: async (question, result = dry) => (await gemini.models.generateContent({
    model: 'm',
    contents: [{ role: 'user', parts: [{ text: question }] }, { role: 'model', parts: [{ functionCall: call }] },
      { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { result } } }] }],
    config: { tools },
  })).text,
  embed: async (contents) => (await gemini.models.embedContent({ model: 'm', contents })).embeddings.map((one) => one.values),
  stranger: (contents) => client('tw_nobody').models.generateContent({ model: 'm', contents }),
  refused: (error) => ({ status: error.status, message: error.message }),
  abort: async (model) => (await pieces(await gemini.models.generateContentStream({ model, contents: 'Hello.' }),
    (chunk) => chunk.text, 1)).length,
});
