// What the checks of the other APIs have in common: each client says how it asks, the questions are the same.
import assert from 'node:assert/strict';
import { attack, failure, run, wire } from './checks.mjs';

const { UPSTREAM } = process.env;
const text = 'Rhine, Danube, Elbe';
const plainFetch = globalThis.fetch;

// These clients take no fetch of ours, or hide it: what they call is counted where they find it.
globalThis.fetch = (...given) => {
  wire.attempts += 1;
  return plainFetch(...given);
};

const reached = async () => Number(await (await plainFetch(`${UPSTREAM}/count`)).text());

/**
 * Runs the same checks with a client.
 *
 * plain(prompt, model) and stream(prompt, model) give texts and pieces, tool(prompt) a name and arguments, answered(prompt) the
 * text after a tool's result, embed(texts) vectors; refused(error) tells status and message of an error, abort(model) leaves a
 * stream after its first piece. What a client cannot do is left out. attempts(error) counts where the wire is out of sight.
 */
export async function check(name, client) {
  const once = async (ask) => {
    const before = await reached();
    wire.attempts = 0;
    const error = await failure(ask());
    const { status, message } = client.refused(error);
    const attempts = client.attempts ? client.attempts(error) : wire.attempts;
    assert.equal(await reached(), before, 'the model was asked');
    assert.equal(attempts, 1, `tried ${attempts} times`);
    return { status, message };
  };
  const checks = {
    async 'plain answer'() {
      assert.equal(await client.plain('Name three rivers.', 'm'), text);
      return text;
    },
    async 'stream, piece by piece'() {
      const pieces = await client.stream('Name three rivers.', 'm');
      assert.equal(pieces.join(''), text);
      assert.ok(pieces.filter((piece) => piece !== '').length > 1, `one piece only: ${pieces}`);
      return `${pieces.length} pieces`;
    },
    async 'tool call and its result'() {
      const call = await client.tool('Will it rain in Paris?');
      assert.deepEqual(call, { name: 'weather', city: 'Paris' });
      assert.equal(await client.answered('Will it rain in Paris?'), text);
      return 'called weather(Paris)';
    },
    async 'embeddings'() {
      const vectors = await client.embed(['Rhine', 'Danube']);
      assert.deepEqual(vectors.map((vector) => [...vector]), [[0.25, 0.5], [0.25, 0.5]]);
      return `${vectors.length} vectors`;
    },
    async 'form with a recording'() {
      assert.equal(await client.form('Rivers of Europe.'), text);
      const { status } = await once(() => client.form(attack));
      assert.equal(status, 400);
      return 'answered; an attack in a field is refused once';
    },
    async 'blocked prompt is refused once'() {
      const { status, message } = await once(() => client.plain(attack, 'm'));
      assert.equal(status, 400);
      assert.match(message, /Blocked by policy/);
      return `${status}, once`;
    },
    async 'blocked prompt is refused once when streamed'() {
      const { status } = await once(() => client.stream(attack, 'm'));
      assert.equal(status, 400);
      return `${status}, once`;
    },
    async 'attack in the result of a tool is refused once'() {
      const { status } = await once(() => client.answered('Will it rain in Paris?', attack));
      assert.equal(status, 400);
      return `${status}, once`;
    },
    async 'wrong key is refused once'() {
      const { status } = await once(() => client.stranger('Hello.'));
      assert.equal(status, 401);
      return `${status}, once`;
    },
    async 'failure of the model reaches the program'() {
      const { status } = client.refused(await failure(client.plain('Hello.', 'broken')));
      assert.equal(status, 500);
      return `${status}`;
    },
    async 'abort in the middle of a stream'() {
      const pieces = await client.abort('slow');
      assert.ok(pieces >= 1);
      assert.equal(await client.plain('Still there?', 'm'), text);
      return `left after ${pieces} piece(s), the next request is answered`;
    },
  };
  const needs = {
    'tool call and its result': client.tool, embeddings: client.embed, 'form with a recording': client.form,
    'attack in the result of a tool is refused once': client.answered, 'abort in the middle of a stream': client.abort,
  };
  await run(name, Object.fromEntries(Object.entries(checks).filter(([title]) => !(title in needs) || needs[title])));
}

/** The pieces of a stream, each read with `of`; ends after `most`. */
export async function pieces(stream, of, most = Infinity) {
  const all = [];
  for await (const chunk of stream) {
    const piece = of(chunk);
    if (piece !== undefined && piece !== '') all.push(piece);
    if (all.length >= most) break;
  }
  return all;
}

export const weather = { name: 'weather', description: 'Weather of a city' };
export const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
export const dry = JSON.stringify({ rain: false });
