// Runs the real @aws-sdk/client-bedrock-runtime, over HTTP/2 as it comes, against the bedrock dialect.
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { API_KEY, BASE_URL } from './checks.mjs';
import { check, dry, parameters, pieces, weather } from './dialects.mjs';

const client = (token) => new BedrockRuntimeClient({
  region: 'eu-central-1', endpoint: `${BASE_URL}/bedrock`, token: { token }, authSchemePreference: ['httpBearerAuth'],
});
const bedrock = client(API_KEY);
const user = (text) => [{ role: 'user', content: [{ text }] }];
const toolConfig = { tools: [{ toolSpec: { ...weather, inputSchema: { json: parameters } } }] };
const call = { toolUseId: 't1', name: 'weather', input: { city: 'Paris' } };
const converse = async (modelId, messages, more = {}, by = bedrock) => (await by.send(
  new ConverseCommand({ modelId, messages, ...more }),
)).output.message.content[0];
const stream = async (modelId, text) => (await bedrock.send(new ConverseStreamCommand({ modelId, messages: user(text) }))).stream;
const delta = (event) => event.contentBlockDelta?.delta.text;

await check('@aws-sdk/client-bedrock-runtime', {
  plain: async (prompt, model) => (await converse(model, user(prompt))).text,
  stream: async (prompt, model) => pieces(await stream(model, prompt), delta),
  tool: async (prompt) => {
    const { toolUse } = await converse('us.m:0', user(prompt), { toolConfig });
    return { name: toolUse.name, city: toolUse.input.city };
  },
  answered: async (prompt, text = dry) => (await converse('m', [...user(prompt), { role: 'assistant', content: [{ toolUse: call }] },
    { role: 'user', content: [{ toolResult: { toolUseId: 't1', content: [{ text }] } }] }], { toolConfig })).text,
  stranger: (prompt) => converse('m', user(prompt), {}, client('tw_nobody')),
  refused: (error) => ({ status: error.$metadata.httpStatusCode, message: error.message }),
  attempts: (error) => error.$metadata.attempts,
  abort: async (model) => (await pieces(await stream(model, 'Hello.'), delta, 1)).length,
});
