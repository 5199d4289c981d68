package dev.gatehouse.auth.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Sends bytes to a server that the operator named, wherever it is, for protocols over TLS in which the server says nothing. */
public final class OperatorTls {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final int BUFFER_BYTES = 4_096;

    private final String host;
    private final int port;
    private final Optional<Path> authorities;
    private final Duration within;

    /** @param authorities a file of certificates in PEM, the only ones that may vouch for the server; empty for those of the platform */
    public OperatorTls(String host, int port, Optional<Path> authorities) {
        this(host, port, authorities, WITHIN);
    }

    OperatorTls(String host, int port, Optional<Path> authorities, Duration within) {
        this.host = host;
        this.port = port;
        this.authorities = authorities;
        this.within = within;
    }

    /**
     * Sends them over a connection of their own and returns once the server has ended it in good order, as one does that has read
     * to their end. One that breaks it off makes this throw, as its system does for one that dies or closes with bytes unread.
     * Nobody can tell of one that reads and throws away.
     *
     * @throws IOException also when the file of certificates cannot be read, which is done each time
     */
    public void send(byte[] bytes) throws IOException {
        SSLSocketFactory tls = Authorities.factory(authorities);
        try (Socket tcp = connect()) {
            FutureTask<Void> exchange = new FutureTask<>(() -> {
                exchange(tls, tcp, bytes);
                return null;
            });
            Thread.ofVirtual().name("gatehouse-operator-tls").start(exchange);
            exchange.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("not read to its end within " + within.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }

    private Socket connect() throws IOException {
        IOException failed = new IOException("no address of " + host);
        for (InetAddress address : Network.REAL.resolve(host)) {
            try {
                return Network.REAL.connect(address, port, CONNECT_WITHIN);
            } catch (IOException e) {
                e.addSuppressed(failed);
                failed = e;
            }
        }
        throw failed;
    }

    /**
     * What the server sends is read below TLS and not looked at: of it nothing matters but that it ends, and with which segment. A
     * server that closes before it has read everything resets the connection.
     */
    private void exchange(SSLSocketFactory tls, Socket tcp, byte[] bytes) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(tcp, host, port, false);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        secured.getOutputStream().write(bytes);
        secured.getOutputStream().flush();
        secured.shutdownOutput();
        tcp.shutdownOutput();
        InputStream in = tcp.getInputStream();
        byte[] ignored = new byte[BUFFER_BYTES];
        while (in.read(ignored) >= 0) {
            // Tickets, and the server's own goodbye.
        }
    }
}
