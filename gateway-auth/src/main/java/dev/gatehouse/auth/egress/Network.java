package dev.gatehouse.auth.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Names and connections; a seam, for tests must not depend on the Internet. */
interface Network {
    Network REAL = new Network() {
        @Override
        public List<InetAddress> resolve(String host) throws UnknownHostException {
            return List.of(InetAddress.getAllByName(host));
        }

        @Override
        public Socket connect(InetAddress address, int port, Duration within) throws IOException {
            // Not through a proxy: it would resolve the name once more, to whatever it likes.
            Socket socket = new Socket(Proxy.NO_PROXY);
            try {
                socket.connect(new InetSocketAddress(address, port), (int) within.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    };

    List<InetAddress> resolve(String host) throws UnknownHostException;

    Socket connect(InetAddress address, int port, Duration within) throws IOException;
}
