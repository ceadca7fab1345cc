// The sessions of upstream.mjs: a turn is three words and a report, with a pause where the caller asks for a long answer.
import { WebSocketServer } from 'ws';

const words = ['Rhine', ', Danube', ', Elbe'];
const usage = { total_tokens: 12, input_tokens: 7, output_tokens: 5 };

function turn(say, id, { instructions = '' }) {
  const at = { response_id: id, item_id: 'item_1', output_index: 0, content_index: 0 };
  say({ type: 'response.created', event_id: 'e1', response: { id, status: 'in_progress' } });
  for (const delta of words) say({ type: 'response.output_text.delta', event_id: 'e2', ...at, delta });
  // What a report stands behind may be long.
  const text = instructions === 'long' ? words.join('').repeat(60_000) : words.join('');
  say({ type: 'response.done', event_id: 'e3', response: { id, status: 'completed', output: [{ content: [{ type: 'output_text', text }] }], usage } });
}

/** Gemini's: JSON in binary messages, of which the first names the model. */
function live(socket, message) {
  const say = (event) => socket.send(Buffer.from(JSON.stringify(event)));
  const { setup, clientContent, toolResponse } = message;
  if (setup) say({ setupComplete: {} });
  if (setup?.tools) say({ toolCall: { functionCalls: [{ id: 'f1', name: 'weather', args: { city: 'Paris' } }] } });
  if (!clientContent?.turnComplete && !toolResponse) return;
  for (const text of words) say({ serverContent: { modelTurn: { parts: [{ text }] } } });
  say({
    serverContent: { turnComplete: true },
    usageMetadata: { promptTokenCount: 7, responseTokenCount: 5, totalTokenCount: 12 },
  });
}

function openai(socket, event, turns) {
  const say = (answer) => socket.send(JSON.stringify(answer));
  if (event.type === 'session.update') say({ type: 'session.updated', event_id: 'e4', session: event.session });
  if (event.type === 'conversation.item.create') say({ type: 'conversation.item.added', event_id: 'e5', item: event.item });
  if (event.type === 'response.create') turn(say, `resp_${turns}`, event.response ?? {});
}

/** Serves sessions on a server; `heard` is told each event. */
export function realtime(server, heard) {
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    const gemini = request.url.includes('BidiGenerateContent');
    let turns = 0;
    if (!gemini) socket.send(JSON.stringify({ type: 'session.created', event_id: 'e0', session: { type: 'realtime', id: 'sess_1' } }));
    socket.on('message', (message) => {
      heard();
      const event = JSON.parse(message.toString());
      if (gemini) live(socket, event);
      else openai(socket, event, turns += 1);
    });
  });
}
