// Runs the real Anthropic client against a proxy; what it needs is said in checks.mjs.
import Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { API_KEY, BASE_URL, MODEL, SCRIPTS, SMALL_KEY, attack, failure, run, user, wire } from './checks.mjs';

// This client adds /v1 itself.
const baseURL = BASE_URL.replace(/\/v1\/?$/, '');
const client = new Anthropic({ baseURL, apiKey: API_KEY, fetch: wire.fetch, timeout: 20_000 });
const asking = (content, more = {}) => ({ model: MODEL, max_tokens: 64, messages: user(content), ...more });
const tools = [{
  name: 'weather',
  description: 'Weather of a city',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}];

const checks = {
  async 'plain message'() {
    const message = await client.messages.create(asking('Name three rivers.'));
    assert.equal(message.type, 'message');
    assert.ok(message.content[0].text.length > 0);
    assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
    return `${message.usage.input_tokens} + ${message.usage.output_tokens} tokens`;
  },

  async 'key as a bearer token'() {
    const bearer = new Anthropic({ baseURL, apiKey: null, authToken: API_KEY, fetch: wire.fetch, maxRetries: 0 });
    const message = await bearer.messages.create(asking('Hello.'));
    return message.stop_reason;
  },

  async 'stream, event by event'() {
    const kinds = new Set();
    let text = '';
    for await (const event of await client.messages.create(asking('Name three rivers.', { stream: true }))) {
      kinds.add(event.type);
      text += event.delta?.text ?? '';
    }
    assert.deepEqual([...kinds], ['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop',
      'message_delta', 'message_stop']);
    assert.ok(text.length > 0);
    return [...kinds].join(' ');
  },

  async 'stream, put together by the client'() {
    const stream = client.messages.stream(asking('Name three rivers.'));
    let pieces = 0;
    stream.on('text', () => { pieces += 1; });
    const message = await stream.finalMessage();
    assert.ok(pieces > 1, `one piece only: ${message.content[0].text}`);
    assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 1);
    return `${pieces} pieces, ${message.usage.input_tokens} + ${message.usage.output_tokens} tokens`;
  },

  async 'tool use round trip'() {
    const question = user('Will it rain in Paris?');
    const asked = await client.messages.create(asking('', { messages: question, tools }));
    assert.equal(asked.stop_reason, 'tool_use');
    const use = asked.content.find((block) => block.type === 'tool_use');
    assert.equal(use.name, 'weather');
    const result = { type: 'tool_result', tool_use_id: use.id, content: JSON.stringify({ rain: false }) };
    const answered = await client.messages.create(asking('', {
      messages: [...question, { role: 'assistant', content: asked.content }, { role: 'user', content: [result] }], tools,
    }));
    assert.equal(answered.stop_reason, 'end_turn');
    return `used ${use.name}(${JSON.stringify(use.input)})`;
  },

  async 'streamed tool use'() {
    const message = await client.messages.stream(asking('Will it rain in Paris?', { tools })).finalMessage();
    assert.equal(message.stop_reason, 'tool_use');
    assert.ok(message.content[0].input.city.length > 0);
    return `used ${message.content[0].name}(${JSON.stringify(message.content[0].input)})`;
  },

  async 'injected tool result is refused once'() {
    const messages = [...user('Read the page.'),
      { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Paris' } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: attack }] }];
    const refused = await failure(client.messages.create(asking('', { messages, tools })));
    assert.ok(refused instanceof Anthropic.BadRequestError, `got ${refused}`);
    assert.equal(wire.attempts, 1, `tried ${wire.attempts} times`);
    return `${refused.status} ${refused.error.error.type}`;
  },

  async 'cached prompt is told in parts'() {
    const system = [{ type: 'text', text: 'You answer in one short sentence.', cache_control: { type: 'ephemeral' } }];
    await client.messages.create(asking('Hello.', { system }));
    const { usage } = await client.messages.create(asking('Hello again.', { system }));
    assert.ok(SCRIPTS === '' || usage.cache_read_input_tokens > 0);
    return `${usage.input_tokens} fresh, ${usage.cache_read_input_tokens} read`;
  },

  async 'tokens are counted'() {
    const { model, messages } = asking('Name three rivers.');
    const counted = await client.messages.countTokens({ model, messages });
    assert.ok(counted.input_tokens > 0);
    return `${counted.input_tokens} tokens`;
  },

  async 'blocked prompt is not even counted'() {
    const { model, messages } = asking(attack);
    const refused = await failure(client.messages.countTokens({ model, messages }));
    assert.ok(refused instanceof Anthropic.BadRequestError, `got ${refused}`);
    return `${refused.status} ${refused.error.error.type}`;
  },

  async 'blocked prompt is refused once'() {
    const refused = await failure(client.messages.create(asking(attack)));
    assert.ok(refused instanceof Anthropic.BadRequestError, `got ${refused}`);
    assert.equal(refused.error.error.type, 'invalid_request_error');
    assert.equal(refused.error.error.details.error_code, 'content_filter');
    assert.equal(refused.requestID, refused.error.request_id);
    assert.equal(wire.attempts, 1, `tried ${wire.attempts} times`);
    return `400 ${refused.error.error.details.error_code}, ${wire.attempts} attempt`;
  },

  async 'blocked prompt is refused once when streamed'() {
    const refused = await failure(client.messages.stream(asking(attack)).finalMessage());
    assert.ok(refused instanceof Anthropic.BadRequestError, `got ${refused}`);
    assert.equal(wire.attempts, 1, `tried ${wire.attempts} times`);
    return `400, ${wire.attempts} attempt`;
  },

  async 'abort in the middle of a stream'() {
    const stream = await client.messages.create(asking('Hello.', { stream: true }));
    let events = 0;
    for await (const event of stream) {
      events += 1;
      if (event.type === 'content_block_delta') stream.controller.abort();
    }
    const after = await client.messages.create(asking('Still there?'));
    assert.ok(after.content[0].text.length > 0);
    return `left after ${events} events, the next request is answered`;
  },

  async 'wrong key is an authentication error'() {
    const stranger = new Anthropic({ baseURL, apiKey: 'tw_nobody', fetch: wire.fetch });
    const refused = await failure(stranger.messages.create(asking('Hello.')));
    assert.ok(refused instanceof Anthropic.AuthenticationError, `got ${refused}`);
    assert.equal(wire.attempts, 1, `tried ${wire.attempts} times`);
    return `${refused.status} ${refused.error.error.type}`;
  },

  async 'rate limit is waited for as long as told'() {
    const small = new Anthropic({ baseURL, apiKey: SMALL_KEY, fetch: wire.fetch, maxRetries: 1, timeout: 90_000 });
    for (let request = 1; request <= 60; request += 1) {
      wire.attempts = 0;
      const start = Date.now();
      await small.messages.create(asking('Hello.'));
      if (wire.attempts === 2) return `answered at the second attempt after ${Math.round((Date.now() - start) / 1000)} s`;
    }
    return assert.fail('60 requests passed at the first attempt');
  },

  async 'spent limit is a rate limit error'() {
    const small = new Anthropic({ baseURL, apiKey: SMALL_KEY, maxRetries: 0 });
    const refused = await failure((async () => {
      for (let request = 1; request <= 60; request += 1) await small.messages.create(asking('Hello.'));
    })());
    assert.ok(refused instanceof Anthropic.RateLimitError, `got ${refused}`);
    assert.equal(refused.error.error.type, 'rate_limit_error');
    return `429 ${refused.error.error.details.error_code}, retry-after ${refused.headers.get('retry-after')}`;
  },
};

const scripted = {
  async 'error in the midst of a stream reaches the program'() {
    const model = 'script-error-midstream';
    const broken = await failure(client.messages.stream(asking('Hello.', { model })).finalMessage());
    assert.ok(broken instanceof Anthropic.APIError, `got ${broken}`);
    assert.match(broken.message, /overloaded_error/);
    return 'overloaded_error';
  },

  async 'cut stream is seen as cut'() {
    const model = 'script-die-midstream';
    const broken = await failure(client.messages.stream(asking('Hello.', { model })).finalMessage());
    return broken.constructor.name;
  },

  async 'failure of the model is tried again'() {
    const broken = await failure(client.messages.create(asking('Hello.', { model: 'script-500' })));
    assert.ok(broken instanceof Anthropic.InternalServerError, `got ${broken}`);
    assert.equal(wire.attempts, 3, `tried ${wire.attempts} times`);
    return `500, ${wire.attempts} attempts`;
  },
};

await run('anthropic', SCRIPTS === '' ? checks : { ...checks, ...scripted });
