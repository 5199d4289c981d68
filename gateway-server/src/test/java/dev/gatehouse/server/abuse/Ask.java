package dev.gatehouse.server.abuse;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.e2e.TestGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One request, written byte for byte to a connection of its own, so that nothing is corrected on the way. */
record Ask(String method, String target, List<String> headers, String body) {
    private static final int ANSWER_WAIT_MAX_MILLIS = 30_000;

    static Ask of(String method, String target) {
        return new Ask(method, target, List.of(), "");
    }

    /** A header line; an earlier one of the same name goes. */
    Ask with(String name, String value) {
        List<String> more = new ArrayList<>(without(name).headers);
        more.add(name + ": " + value);
        return new Ask(method, target, List.copyOf(more), body);
    }

    /** A header line beside those there are. */
    Ask and(String line) {
        List<String> more = new ArrayList<>(headers);
        more.add(line);
        return new Ask(method, target, List.copyOf(more), body);
    }

    Ask without(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        List<String> rest = headers.stream()
                .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(start))
                .toList();
        return new Ask(method, target, rest, body);
    }

    Ask saying(String newBody) {
        return new Ask(method, target, headers, newBody);
    }

    Ask query(String query) {
        return new Ask(method, target + "?" + query, headers, body);
    }

    Said send(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_WAIT_MAX_MILLIS);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(bytes(port));
                out.flush();
            } catch (SocketException e) {
                // Answered and closed before it was all written: the answer is what counts.
            }
            return Said.of(readAll(socket));
        }
    }

    /** The whole request; the connection is to end with its answer. */
    byte[] bytes(int port) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        if (headers.stream().noneMatch(line -> line.startsWith("Host:"))) {
            head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (bytes.length > 0) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(bytes);
        return whole.toByteArray();
    }

    private static String readAll(Socket socket) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(piece);
                    n >= 0;
                    n = socket.getInputStream().read(piece)) {
                whole.write(piece, 0, n);
            }
        } catch (SocketException e) {
            // Reset after the answer: what came before it is the answer.
        }
        return whole.toString(StandardCharsets.UTF_8);
    }

    /** The answer; status 0 when the connection ended without one. */
    record Said(int status, String head, String body) {
        static Said of(String text) {
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return new Said(0, text, "");
            }
            return new Said(Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
        }

        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }

        Json json() {
            return TestGateway.json(body);
        }

        /** The JSON-RPC error code; 0 when the answer is no error. */
        long code() {
            return json().member("error")
                    .flatMap(error -> error.member("code"))
                    .map(code -> code.integer().orElseThrow())
                    .orElse(0L);
        }

        boolean isToolError() {
            return json().member("result")
                    .flatMap(result -> result.member("isError"))
                    .flatMap(Json::bool)
                    .orElse(false);
        }
    }
}
