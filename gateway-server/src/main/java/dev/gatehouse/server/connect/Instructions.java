package dev.gatehouse.server.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How one client is connected to one virtual server: a text of {@code resources/connect}, filled in. */
public final class Instructions {
    private static final Pattern PART = Pattern.compile("\\{\\{> ([a-z-]+)}}\n");
    private static final Pattern VALUE = Pattern.compile("\\{\\{([a-zA-Z]+)}}");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]+)(?: (\\S+))?\n(.*?)^```$");

    private final String text;

    private Instructions(String text) {
        this.text = text;
    }

    /**
     * Something to paste.
     *
     * @param language such as {@code json} or {@code sh}
     * @param file what it belongs into; empty where the text says that
     */
    public record Block(String language, String file, String text) {}

    public static Instructions of(ConnectClient client, ConnectTarget target) {
        String whole =
                PART.matcher(resource(client.id())).replaceAll(part -> quoted(resource("part-" + part.group(1))));
        Map<String, String> values = Map.of(
                "origin", target.origin(),
                "server", target.server(),
                "mcpUrl", target.mcpUrl(),
                "tokenUrl", target.tokenUrl());
        return new Instructions(VALUE.matcher(whole).replaceAll(name -> quoted(value(values, name))));
    }

    private static String value(Map<String, String> values, MatchResult name) {
        return Objects.requireNonNull(values.get(name.group(1)), name.group());
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }

    /** Markdown, without a title. */
    public String text() {
        return text;
    }

    /** What is to be pasted, in the order of the text. */
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        BLOCK.matcher(text)
                .results()
                .forEach(found -> blocks.add(
                        new Block(found.group(1), Objects.requireNonNullElse(found.group(2), ""), found.group(3))));
        return blocks;
    }

    private static String resource(String name) {
        String path = "/connect/" + name + ".md";
        try (InputStream stream = Instructions.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(stream, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
