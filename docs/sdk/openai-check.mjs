// Runs the real openai client against a proxy; what it needs is said in checks.mjs.
import OpenAI from 'openai';
import assert from 'node:assert/strict';
import { API_KEY, BASE_URL, MODEL, SCRIPTS, SMALL_KEY, attack, failure, run, user, wire } from './checks.mjs';

const client = new OpenAI({ baseURL: BASE_URL, apiKey: API_KEY, fetch: wire.fetch, timeout: 20_000 });
const tools = [{
  type: 'function',
  function: {
    name: 'weather',
    description: 'Weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}];

const checks = {
  async 'plain completion'() {
    const answer = await client.chat.completions.create({ model: MODEL, messages: user('Name three rivers.') });
    assert.equal(answer.object, 'chat.completion');
    assert.ok(answer.choices[0].message.content.length > 0);
    assert.ok(answer.usage.total_tokens > 0);
    return `${answer.usage.total_tokens} tokens`;
  },

  async 'stream with usage'() {
    const stream = await client.chat.completions.create({
      model: MODEL, messages: user('Name three rivers.'), stream: true, stream_options: { include_usage: true },
    });
    let text = '';
    let pieces = 0;
    let usage;
    for await (const chunk of stream) {
      const piece = chunk.choices[0]?.delta.content ?? '';
      text += piece;
      pieces += piece === '' ? 0 : 1;
      usage = chunk.usage ?? usage;
    }
    assert.ok(pieces > 1, `one piece only: ${text}`);
    assert.ok(usage.total_tokens > 0);
    return `${pieces} pieces, ${usage.total_tokens} tokens`;
  },

  async 'stream without usage'() {
    const stream = await client.chat.completions.create({ model: MODEL, messages: user('Hello.'), stream: true });
    let usage;
    for await (const chunk of stream) {
      assert.equal(chunk.choices.length, 1);
      usage = chunk.usage ?? usage;
    }
    assert.equal(usage, undefined);
    return 'no chunk without choices';
  },

  async 'blocked prompt is refused once'() {
    const refused = await failure(client.chat.completions.create({
      model: MODEL, messages: user(attack),
    }));
    assert.ok(refused instanceof OpenAI.BadRequestError, `got ${refused}`);
    assert.equal(refused.status, 400);
    assert.equal(refused.code, 'content_filter');
    assert.equal(wire.attempts, 1, `tried ${wire.attempts} times`);
    return `400 ${refused.code}, ${wire.attempts} attempt`;
  },

  async 'blocked prompt is refused once when streamed'() {
    const refused = await failure(client.chat.completions.create({
      model: MODEL, messages: user(attack), stream: true,
    }));
    assert.ok(refused instanceof OpenAI.BadRequestError, `got ${refused}`);
    assert.equal(refused.code, 'content_filter');
    assert.equal(wire.attempts, 1, `tried ${wire.attempts} times`);
    return `400 ${refused.code}, ${wire.attempts} attempt`;
  },

  async 'tool call round trip'() {
    const question = user('Will it rain in Paris?');
    const asked = await client.chat.completions.create({ model: MODEL, messages: question, tools });
    assert.equal(asked.choices[0].finish_reason, 'tool_calls');
    const call = asked.choices[0].message.tool_calls[0];
    assert.equal(call.function.name, 'weather');
    const result = JSON.stringify({ city: JSON.parse(call.function.arguments).city, rain: false });
    const answered = await client.chat.completions.create({
      model: MODEL,
      messages: [...question, asked.choices[0].message, { role: 'tool', tool_call_id: call.id, content: result }],
      tools,
    });
    assert.equal(answered.choices[0].finish_reason, 'stop');
    return `called ${call.function.name}(${call.function.arguments})`;
  },

  async 'streamed tool call'() {
    const stream = await client.chat.completions.create({
      model: MODEL, messages: user('Will it rain in Paris?'), tools, stream: true,
    });
    let name = '';
    let given = '';
    for await (const chunk of stream) {
      const part = chunk.choices[0]?.delta.tool_calls?.[0]?.function;
      name += part?.name ?? '';
      given += part?.arguments ?? '';
    }
    assert.equal(name, 'weather');
    assert.ok(JSON.parse(given).city.length > 0);
    return `called ${name}(${given})`;
  },

  async 'abort in the middle of a stream'() {
    const stream = await client.chat.completions.create({ model: MODEL, messages: user('Hello.'), stream: true });
    let pieces = 0;
    for await (const chunk of stream) {
      pieces += chunk.choices.length;
      stream.controller.abort();
    }
    const after = await client.chat.completions.create({ model: MODEL, messages: user('Still there?') });
    assert.ok(after.choices[0].message.content.length > 0);
    return `left after ${pieces} chunk(s), the next request is answered`;
  },

  async 'wrong key is an authentication error'() {
    const stranger = new OpenAI({ baseURL: BASE_URL, apiKey: 'tw_nobody', fetch: wire.fetch, maxRetries: 0 });
    const refused = await failure(stranger.chat.completions.create({ model: MODEL, messages: user('Hello.') }));
    assert.ok(refused instanceof OpenAI.AuthenticationError, `got ${refused}`);
    return `${refused.status} ${refused.code}`;
  },

  async 'spent limit is a rate limit error'() {
    const small = new OpenAI({ baseURL: BASE_URL, apiKey: SMALL_KEY, maxRetries: 0, timeout: 20_000 });
    for (let request = 1; request <= 60; request += 1) {
      try {
        await small.chat.completions.create({ model: MODEL, messages: user('Hello.') });
      } catch (refused) {
        assert.ok(refused instanceof OpenAI.RateLimitError, `got ${refused}`);
        assert.equal(refused.status, 429);
        assert.ok(['rate_limit_exceeded', 'insufficient_quota'].includes(refused.code), `code ${refused.code}`);
        return `429 ${refused.code} at request ${request}`;
      }
    }
    assert.fail('60 requests passed');
  },
};

const scripted = {
  async 'error in the midst of a stream reaches the program'() {
    const stream = await client.chat.completions.create({
      model: 'script-error-midstream', messages: user('Hello.'), stream: true,
    });
    const broken = await failure((async () => { for await (const chunk of stream) assert.ok(chunk); })());
    assert.ok(broken instanceof OpenAI.APIError, `got ${broken}`);
    return broken.type;
  },

  async 'failure of the model is tried again'() {
    const broken = await failure(client.chat.completions.create({ model: 'script-500', messages: user('Hello.') }));
    assert.ok(broken instanceof OpenAI.InternalServerError, `got ${broken}`);
    assert.equal(wire.attempts, 3, `tried ${wire.attempts} times`);
    return `500, ${wire.attempts} attempts`;
  },
};

await run('openai', SCRIPTS === '' ? checks : { ...checks, ...scripted });
