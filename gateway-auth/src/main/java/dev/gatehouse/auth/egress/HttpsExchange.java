package dev.gatehouse.auth.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One request over one connection of its own to an address that was checked, while TLS and HTTP go by the name. The HTTP
 * clients at hand resolve names themselves, after whatever check there was.
 */
final class HttpsExchange {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(3);

    private final Network network;
    private final SSLSocketFactory tls;

    HttpsExchange(Network network, SSLSocketFactory tls) {
        this.network = network;
        this.tls = tls;
    }

    /** A form to be sent, {@code application/x-www-form-urlencoded}. */
    record Form(String text, Optional<String> authorization) {
        @Override
        public String toString() {
            return "Form[hidden]";
        }
    }

    /** @param form empty for a GET */
    HttpResponse send(NamedUrl url, List<InetAddress> addresses, Optional<Form> form, int bodyBytesMax)
            throws IOException {
        try (Socket tcp = connect(url, addresses);
                SSLSocket secured = (SSLSocket) tls.createSocket(tcp, url.host(), url.port(), true)) {
            tcp.setSoTimeout((int) SILENCE_MAX.toMillis());
            secured.setSSLParameters(parameters(url));
            secured.startHandshake();
            secured.getOutputStream().write(request(url, form));
            InputStream in = secured.getInputStream();
            return HttpResponse.read(in, bodyBytesMax);
        }
    }

    private Socket connect(NamedUrl url, List<InetAddress> addresses) throws IOException {
        IOException failed = new IOException("no address");
        for (InetAddress address : addresses) {
            try {
                return network.connect(address, url.port(), CONNECT_WITHIN);
            } catch (IOException e) {
                e.addSuppressed(failed);
                failed = e;
            }
        }
        throw failed;
    }

    private static SSLParameters parameters(NamedUrl url) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setServerNames(List.of(new SNIHostName(url.host())));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        return parameters;
    }

    private static byte[] request(NamedUrl url, Optional<Form> form) {
        StringBuilder request = new StringBuilder(form.isPresent() ? "POST " : "GET ")
                .append(url.target())
                .append(" HTTP/1.1\r\nHost: ")
                .append(url.authority())
                .append("\r\nAccept: application/json\r\nAccept-Encoding: identity\r\nUser-Agent: gatehouse\r\n")
                .append("Connection: close\r\n");
        form.ifPresent(sent -> {
            sent.authorization()
                    .ifPresent(value ->
                            request.append("Authorization: ").append(value).append("\r\n"));
            request.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
                    .append(sent.text().length())
                    .append("\r\n");
        });
        request.append("\r\n").append(form.map(Form::text).orElse(""));
        return request.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
