import { connect } from 'node:net';

/** Sends bytes as they are and answers all that came back until the server closed, or `milliseconds` have passed. */
export function rawHttp(port: number, bytes: string | Buffer, milliseconds = 3000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(received);
    };
    const timer = setTimeout(finish, milliseconds);
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('close', finish);
    socket.on('error', finish);
    socket.write(bytes);
  });
}
