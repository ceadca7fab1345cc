// Runs the real client of @modelcontextprotocol/sdk against the mcp dialect, with its own server behind.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import assert from 'node:assert/strict';
import { API_KEY, BASE_URL, attack, failure, run, wire } from './checks.mjs';

async function connected(base, key = API_KEY) {
  const client = new Client({ name: 'check', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${BASE_URL}/${base}/mcp`), {
    fetch: wire.fetch, requestInit: { headers: { Authorization: `Bearer ${key}` } },
  }));
  return client;
}

const call = (client, name, city) => client.callTool({ name, arguments: { city } });

function checks(base, kind) {
  return {
    async [`tools are listed and called, ${kind}`]() {
      const client = await connected(base);
      assert.deepEqual((await client.listTools()).tools.map((tool) => tool.name), ['weather', 'poisoned']);
      const { content } = await call(client, 'weather', 'Paris');
      await client.close();
      assert.equal(content[0].text, 'Dry in Paris');
      return content[0].text;
    },
    async [`attack in a result is an error of the call, ${kind}`]() {
      const client = await connected(base);
      const refused = await failure(call(client, 'poisoned', 'Paris'));
      assert.equal(refused.code, -32001, `got ${refused}`);
      assert.match(refused.message, /Blocked by policy/);
      const { content } = await call(client, 'weather', 'Rome');
      await client.close();
      assert.equal(content[0].text, 'Dry in Rome');
      return `${refused.code}, the next call is answered`;
    },
    async [`attack in an argument is refused once, ${kind}`]() {
      const client = await connected(base);
      wire.attempts = 0;
      const refused = await failure(call(client, 'weather', attack));
      const { attempts } = wire;
      await client.close();
      assert.equal(refused.code, -32001, `got ${refused}`);
      assert.equal(attempts, 1, `tried ${attempts} times`);
      return `${refused.code}, once`;
    },
  };
}

await run('@modelcontextprotocol/sdk', {
  ...checks('mcp', 'streamed'),
  ...checks('json', 'as JSON'),
  async 'wrong key is refused'() {
    const refused = await failure(connected('mcp', 'tw_nobody'));
    return refused.message.slice(0, 60);
  },
});
