package dev.gatehouse.server.cli;

import dev.gatehouse.core.json.Json;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/** {@code --output}: text for people, one JSON value on standard output for scripts. */
final class OutputOption {
    enum Form {
        text,
        json
    }

    @Option(
            names = {"-o", "--output"},
            description = "text or json (default: ${DEFAULT-VALUE})",
            defaultValue = "text")
    private Form form = Form.text;

    boolean isJson() {
        return form == Form.json;
    }

    /** Prints the one form that was asked for. */
    void print(String text, Json json) {
        PrintStream out = System.out;
        out.println(isJson() ? json.toString() : text);
    }

    /** A failure: on standard error for people, as {@code {"error":…}} on standard output for scripts. */
    int fail(int exitCode, String message) {
        if (isJson()) {
            System.out.println(Json.object().put("error", message).build());
        } else {
            System.err.println(Terminal.safe(message));
        }
        return exitCode;
    }
}
