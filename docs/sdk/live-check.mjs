// Runs the real @google/genai client's sessions (Live API over a WebSocket) against a proxy.
import assert from 'node:assert/strict';
import { GoogleGenAI } from '@google/genai';
import { API_KEY, BASE_URL, attack, run } from './checks.mjs';
import { weather } from './dialects.mjs';

const { UPSTREAM } = process.env;
const text = 'Rhine, Danube, Elbe';
const heard = async () => Number(await (await fetch(`${UPSTREAM}/count`)).text());

/** A session, what it said, and the code that it ended with. */
async function open(config = {}, apiKey = API_KEY) {
  const gemini = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: `${BASE_URL}/gemini` } });
  const own = { said: '', calls: [] };
  const turn = () => new Promise((done) => { own.turned = done; });
  own.ended = new Promise((done) => { own.closed = done; });
  own.turn = turn();
  own.session = await Promise.race([gemini.live.connect({
    model: 'gemini-live', config,
    callbacks: {
      onmessage: (message) => {
        own.calls.push(...message.toolCall?.functionCalls ?? []);
        if (message.toolCall) own.turned();
        own.said += message.serverContent?.modelTurn?.parts.map((part) => part.text).join('') ?? '';
        if (message.serverContent?.turnComplete) own.turned(message.usageMetadata.totalTokenCount);
      },
      onerror: (error) => own.closed(error.message),
      onclose: (event) => own.closed(event.code),
    },
  }), own.ended]);
  own.next = () => { own.said = ''; own.turn = turn(); };
  return own;
}

await run('@google/genai, Live', {
  async 'turns'() {
    const own = await open({ systemInstruction: 'Answer in English.' });
    for (let turns = 0; turns < 2; turns += 1) {
      own.next();
      own.session.sendClientContent({ turns: 'Name three rivers.' });
      assert.equal(await own.turn, 12);
      assert.equal(own.said, text);
    }
    own.session.close();
    return own.said;
  },

  async 'tool call and its result'() {
    const own = await open({ tools: [{ functionDeclarations: [weather] }] });
    await own.turn;
    assert.equal(own.calls[0].name, 'weather');
    own.next();
    own.session.sendToolResponse({ functionResponses: [{ id: 'f1', name: 'weather', response: { rain: false } }] });
    await own.turn;
    assert.equal(own.said, text);
    own.session.close();
    return 'called weather(Paris)';
  },

  async 'attack ends the session before the model hears it'() {
    const own = await open();
    const before = await heard();
    own.session.sendClientContent({ turns: attack });
    assert.equal(await own.ended, 1008);
    assert.equal(await heard(), before, 'the model heard it');
    return 'closed with 1008';
  },

  async 'attack in the instructions opens nothing'() {
    const before = await heard();
    assert.equal(await (await open({ systemInstruction: attack })).ended, 1008);
    assert.equal(await heard(), before, 'the model heard it');
    return 'closed with 1008';
  },

  async 'wrong key opens no session'() {
    const ended = await (await open({}, 'tw_nobody')).ended;
    assert.match(String(ended), /401/);
    return ended;
  },
});
