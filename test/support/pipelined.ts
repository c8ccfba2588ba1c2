import { connect } from 'node:net';

/** Posts JSON bodies one after the other over one connection without waiting for an answer: they arrive in this order. */
export function postPipelined(port: number, path: string, token: string, bodies: readonly object[]): Promise<number[]> {
  const requests = bodies.map((body, index) => {
    const text = JSON.stringify(body);
    const last = index === bodies.length - 1 ? 'connection: close\r\n' : '';
    const head = `POST ${path} HTTP/1.1\r\nhost: localhost:${port}\r\nauthorization: Bearer ${token}\r\n`;
    return `${head}content-type: application/json\r\n${last}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  });
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () =>
      resolve([...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))),
    );
    socket.write(requests.join(''));
  });
}
