// A model endpoint that speaks many APIs and always says the same. Prints its port. A model named "broken" answers 500, "slow"
// pauses in the middle of a stream. GET /count tells how many requests came.
import http from 'node:http';
import { crc32 } from 'node:zlib';
import { mcp } from './upstream-mcp.mjs';
import { realtime } from './upstream-realtime.mjs';

const words = ['Rhine', ', Danube', ', Elbe'];
const text = words.join('');
const usage = { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 };
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
let count = 0;

/** A frame of application/vnd.amazon.eventstream. */
function frame(event, payload) {
  const headers = Buffer.concat([[':message-type', 'event'], [':event-type', event], [':content-type', 'application/json']]
    .map(([name, value]) => {
      const length = Buffer.alloc(3);
      length.writeUInt8(7, 0);
      length.writeUInt16BE(value.length, 1);
      return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), length, Buffer.from(value)]);
    }));
  const body = Buffer.from(JSON.stringify(payload));
  const out = Buffer.alloc(16 + headers.length + body.length);
  out.writeUInt32BE(out.length, 0);
  out.writeUInt32BE(headers.length, 4);
  out.writeUInt32BE(crc32(out.subarray(0, 8)), 8);
  headers.copy(out, 12);
  body.copy(out, 12 + headers.length);
  out.writeUInt32BE(crc32(out.subarray(0, out.length - 4)), out.length - 4);
  return out;
}

const data = (json, ends = '\n\n') => `data: ${JSON.stringify(json)}${ends}`;
const named = (json) => `event: ${json.type}\n${data(json)}`;
const tool = { id: 'call12345', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } };
const toolTurn = (messages) => messages?.some((turn) => turn.role === 'tool');

const openai = {
  plain: ({ model, tools, messages }) => {
    const calls = tools?.length && !toolTurn(messages);
    return {
      id: 'c1', object: 'chat.completion', created: 1, model,
      choices: [{
        index: 0, finish_reason: calls ? 'tool_calls' : 'stop',
        message: calls ? { role: 'assistant', content: '', tool_calls: [tool] } : { role: 'assistant', content: text },
      }],
      usage,
    };
  },
  stream: ({ model }) => {
    const chunk = (delta, more = {}) => data({
      id: 'c1', object: 'chat.completion.chunk', created: 1, model, choices: [{ index: 0, delta, finish_reason: null, ...more }],
    });
    return [': keep-alive\n\n', chunk({ role: 'assistant', content: '' }), ...words.map((content) => chunk({ content })),
      data({
        id: 'c1', object: 'chat.completion.chunk', created: 1, model, usage,
        choices: [{ index: 0, delta: { content: '' }, finish_reason: 'stop' }],
      }),
      'data: [DONE]\n\n'];
  },
};

function response(status, { model }) {
  const part = { type: 'output_text', text, annotations: [], logprobs: [] };
  return {
    id: 'resp_1', object: 'response', created_at: 1, status, model, error: null, incomplete_details: null,
    output: status === 'completed' ? [{ type: 'message', id: 'msg_1', status, role: 'assistant', content: [part] }] : [],
    usage: status === 'completed' ? { input_tokens: 7, output_tokens: 5, total_tokens: 12 } : null,
  };
}

function responses(body) {
  const item = { type: 'message', id: 'msg_1', status: 'in_progress', role: 'assistant', content: [] };
  const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  const events = [{ type: 'response.created', response: response('in_progress', body) },
    { type: 'response.output_item.added', output_index: 0, item },
    ...words.map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    { type: 'response.output_item.done', output_index: 0, item: response('completed', body).output[0] },
    { type: 'response.completed', response: response('completed', body) }];
  return events.map((event, number) => named({ ...event, sequence_number: number }));
}

const gemini = (parts, more = {}) => ({
  candidates: [{ content: { role: 'model', parts }, index: 0, ...more }],
  usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 5, totalTokenCount: 12 }, modelVersion: 'g',
});
const vectors = (many) => Array.from({ length: many }, () => [0.25, 0.5]);
const ollama = (message, more) => ({ model: 'm', created_at: '2026-01-01T00:00:00Z', message, done: false, ...more });
const ended = { done: true, done_reason: 'stop', prompt_eval_count: 7, eval_count: 5, total_duration: 1 };
const cohereUsage = { billed_units: { input_tokens: 7, output_tokens: 5 }, tokens: { input_tokens: 7, output_tokens: 5 } };

/** Path, then what is answered: one JSON, or a list of pieces with their media type. */
const apis = [
  [/chat\/completions$/, (body) => (body.stream ? [openai.stream(body), 'text/event-stream'] : [openai.plain(body)])],
  [/\/v1\/responses$/, (body) => (body.stream ? [responses(body), 'text/event-stream'] : [response('completed', body)])],
  [/\/audio\/transcriptions$/, () => [{ text }]],
  [/\/v1\/embeddings$/, ({ input, encoding_format: format }) => [{
    object: 'list', id: 'e', model: 'm', usage: { prompt_tokens: 7, total_tokens: 7 },
    data: vectors([input].flat().length).map((vector, index) => ({
      object: 'embedding', index,
      embedding: format === 'base64' ? Buffer.from(new Float32Array(vector).buffer).toString('base64') : vector,
    })),
  }]],
  [/:generateContent$/, ({ tools, contents }) => [tools && !contents.some((turn) => turn.parts.some((part) => part.functionResponse))
    ? gemini([{ functionCall: { name: 'weather', args: { city: 'Paris' } } }], { finishReason: 'STOP' })
    : gemini([{ text }], { finishReason: 'STOP' })]],
  [/:streamGenerateContent$/, () => [words.map((word, index) => data(gemini([{ text: word }],
    index === words.length - 1 ? { finishReason: 'STOP' } : {}), '\r\n\r\n')), 'text/event-stream']],
  [/:countTokens$/, () => [{ totalTokens: 7 }]],
  [/:batchEmbedContents$/, ({ requests }) => [{ embeddings: vectors(requests.length).map((values) => ({ values })) }]],
  [/:embedContent$/, () => [{ embedding: { values: [0.25, 0.5] } }]],
  [/\/api\/chat$/, ({ stream = true, tools, messages }) => {
    if (tools?.length && !toolTurn(messages)) {
      return [ollama({ role: 'assistant', content: '', tool_calls: [{ function: { name: 'weather', arguments: { city: 'Paris' } } }] }, ended)];
    }
    if (!stream) return [ollama({ role: 'assistant', content: text }, ended)];
    const lines = [...words.map((content) => ollama({ role: 'assistant', content })), ollama({ role: 'assistant', content: '' }, ended)];
    return [lines.map((line) => `${JSON.stringify(line)}\n`), 'application/x-ndjson'];
  }],
  [/\/api\/embed$/, ({ input }) => [{ model: 'm', embeddings: vectors([input].flat().length), prompt_eval_count: 7 }]],
  [/\/v2\/chat$/, ({ stream, tools, messages }) => {
    if (stream) {
      const delta = (content) => ({ type: 'content-delta', index: 0, delta: { message: { content: { text: content } } } });
      return [[named({ type: 'message-start', id: 'c1', delta: { message: { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] } } }),
        named({ type: 'content-start', index: 0, delta: { message: { content: { type: 'text', text: '' } } } }),
        ...words.map((word) => named(delta(word))), named({ type: 'content-end', index: 0 }),
        named({ type: 'message-end', delta: { finish_reason: 'COMPLETE', usage: cohereUsage } })], 'text/event-stream'];
    }
    const calls = tools?.length && !toolTurn(messages);
    const message = calls ? { role: 'assistant', tool_plan: 'Look.', tool_calls: [tool] } : { role: 'assistant', content: [{ type: 'text', text }] };
    return [{ id: 'c1', finish_reason: calls ? 'TOOL_CALL' : 'COMPLETE', message, usage: cohereUsage }];
  }],
  [/\/v2\/embed$/, ({ texts }) => [{ id: 'e', embeddings: { float: vectors(texts.length) }, texts, meta: { billed_units: { input_tokens: 7 } } }]],
  [/\/converse$/, ({ toolConfig, messages }) => {
    const answered = messages.some((turn) => turn.content.some((part) => part.toolResult));
    const content = toolConfig && !answered
      ? [{ toolUse: { toolUseId: 't1', name: 'weather', input: { city: 'Paris' } } }]
      : [{ text }];
    return [{
      output: { message: { role: 'assistant', content } }, stopReason: toolConfig && !answered ? 'tool_use' : 'end_turn',
      usage: { inputTokens: 7, outputTokens: 5, totalTokens: 12 }, metrics: { latencyMs: 1 },
    }];
  }],
  [/\/converse-stream$/, () => [[frame('messageStart', { role: 'assistant' }),
    ...words.map((word) => frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: word } })),
    frame('contentBlockStop', { contentBlockIndex: 0 }), frame('messageStop', { stopReason: 'end_turn' }),
    frame('metadata', { usage: { inputTokens: 7, outputTokens: 5, totalTokens: 12 }, metrics: { latencyMs: 1 } })],
  'application/vnd.amazon.eventstream']],
];

async function answer(path, body, out) {
  const api = apis.find(([pattern]) => pattern.test(path));
  if (!api) return out.writeHead(404).end('{}');
  if (path.includes('broken') || body.model === 'broken') {
    return out.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{"message":"broken","type":"server_error"}}');
  }
  const [content, type] = api[1](body);
  if (!type) return out.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(content));
  out.writeHead(200, { 'content-type': type });
  for (const piece of content) {
    if (out.destroyed) return undefined;
    out.write(piece);
    await pause(path.includes('slow') || body.model === 'slow' ? 300 : 1);
  }
  return out.end();
}

const server = http.createServer((request, out) => {
  if (request.url === '/count') return out.end(String(count));
  count += 1;
  if (request.url.endsWith('/mcp')) return mcp(request, out);
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (piece) => { body += piece; });
  request.on('end', () => answer(request.url.split('?')[0], body.startsWith('{') ? JSON.parse(body) : {}, out));
  return undefined;
});
realtime(server, () => { count += 1; });
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
