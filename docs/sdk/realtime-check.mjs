// Runs the real openai client's sessions (Realtime over a WebSocket) against a proxy.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { WebSocket } from 'ws';
import { API_KEY, BASE_URL, attack, run } from './checks.mjs';

const { UPSTREAM } = process.env;
const text = 'Rhine, Danube, Elbe';
const heard = async () => Number(await (await fetch(`${UPSTREAM}/count`)).text());
const item = (content) => ({ type: 'conversation.item.create', event_id: 'i1', item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: content }] } });

/** A session, and a way to wait for its next event of a type, or its next error. */
async function open(apiKey = API_KEY) {
  const client = new OpenAI({ apiKey, baseURL: `${BASE_URL}/openai/v1` });
  const session = await OpenAIRealtimeWS.create(client, { model: 'gpt-realtime' });
  const came = [];
  const waiting = [];
  const tell = (kind, value) => {
    const next = waiting.findIndex((one) => one.kinds.includes(kind));
    if (next < 0) came.push({ kind, value });
    else waiting.splice(next, 1)[0].done(value);
  };
  session.on('event', (event) => event.type !== 'error' && tell(event.type, event));
  session.on('error', (error) => tell('error', error));
  session.socket.on('close', (code) => tell('close', code));
  const next = (...kinds) => new Promise((done, fail) => {
    const known = came.findIndex((one) => kinds.includes(one.kind));
    if (known >= 0) done(came.splice(known, 1)[0].value);
    else {
      const timer = setTimeout(() => fail(new Error(`no ${kinds}`)), 20_000);
      waiting.push({ kinds, done: (value) => { clearTimeout(timer); done(value); } });
    }
  });
  return { session, next };
}

async function answered({ session, next }, response) {
  session.send({ type: 'response.create', event_id: 'r1', response });
  let said = '';
  await next('response.created');
  for (let i = 0; i < 3; i += 1) said += (await next('response.output_text.delta')).delta;
  return { said, done: await next('response.done') };
}

await run('openai, Realtime', {
  async 'a turn, piece by piece'() {
    const own = await open();
    await own.next('session.created');
    own.session.send({ type: 'session.update', session: { type: 'realtime', instructions: 'Answer in English.' } });
    await own.next('session.updated');
    own.session.send(item('Name three rivers.'));
    await own.next('conversation.item.added');
    const { said, done } = await answered(own);
    assert.equal(said, text);
    assert.equal(done.response.usage.total_tokens, 12);
    own.session.close();
    assert.equal(await own.next('close'), 1000);
    return `${said}, ${done.response.usage.total_tokens} tokens`;
  },

  async 'blocked event is an error with its id, and the session goes on'() {
    const own = await open();
    await own.next('session.created');
    const before = await heard();
    own.session.send(item(attack));
    const error = await own.next('error');
    assert.equal(error.error.code, 'content_filter');
    assert.equal(error.error.event_id, 'i1');
    assert.equal(await heard(), before, 'the model heard it');
    assert.equal((await answered(own)).said, text);
    own.session.close();
    return error.error.code;
  },

  async 'attack in the result of a tool is an error'() {
    const own = await open();
    await own.next('session.created');
    own.session.send({ type: 'conversation.item.create', event_id: 't1', item: { type: 'function_call_output', call_id: 'c', output: attack } });
    const error = await own.next('error');
    assert.equal(error.error.event_id, 't1');
    own.session.close();
    return error.error.code;
  },

  async 'long event of the model passes whole'() {
    const own = await open();
    await own.next('session.created');
    const { done } = await answered(own, { instructions: 'long' });
    assert.equal(done.response.output[0].content[0].text, text.repeat(60_000));
    assert.equal((await answered(own)).said, text);
    own.session.close();
    return `${text.length * 60_000} characters`;
  },

  async 'caller who leaves is no trouble to the next'() {
    const left = await open();
    await left.next('session.created');
    left.session.send({ type: 'response.create' });
    left.session.socket.terminate();
    const own = await open();
    await own.next('session.created');
    assert.equal((await answered(own)).said, text);
    own.session.close();
    return 'answered';
  },

  async 'key among the protocols, as browsers send it'() {
    const url = `${BASE_URL.replace('https', 'wss')}/openai/v1/realtime?model=gpt-realtime`;
    const socket = new WebSocket(url, ['realtime', `openai-insecure-api-key.${API_KEY}`]);
    const first = await new Promise((done, fail) => { socket.on('message', done); socket.on('error', fail); });
    assert.equal(JSON.parse(first).type, 'session.created');
    socket.close();
    return `protocol ${socket.protocol}`;
  },

  async 'wrong key opens no session'() {
    const { next } = await open('tw_nobody');
    const error = await next('error');
    assert.match(error.message, /401/);
    return error.message;
  },
});
