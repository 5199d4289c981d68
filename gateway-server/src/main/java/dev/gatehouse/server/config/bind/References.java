package dev.gatehouse.server.config.bind;

import dev.gatehouse.policy.script.Script;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${env:NAME}} and {@code ${file:PATH}} in one pass: what a reference stands for is never looked at
 * again, so it cannot refer any further.
 */
public final class References {
    static final int FILE_MAX_BYTES = 64 * 1024;

    private static final Pattern ANY = Pattern.compile("\\$\\{[^}]*\\}?");
    private static final Pattern WELL_FORMED =
            Pattern.compile("\\$\\{(?:env:(?<name>[A-Za-z_][A-Za-z0-9_]*)|file:(?<file>[^{}\\u0000]+))\\}");

    private final Secrets secrets;
    private final Path base;
    private final Set<Path> files = new LinkedHashSet<>();

    /** @param base what relative paths of files are relative to */
    public References(Secrets secrets, Path base) {
        this.secrets = secrets;
        this.base = base;
    }

    static boolean occurIn(String text) {
        return text.contains("${");
    }

    /** Every file that was asked for so far, found or not. */
    public Set<Path> files() {
        return Set.copyOf(files);
    }

    Secret resolve(String text) throws UnresolvedException {
        List<Secret.Reference> references = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        Matcher any = ANY.matcher(text);
        int from = 0;
        while (any.find()) {
            Secret.Reference reference = new Secret.Reference(any.group(), lookUp(any.group()));
            references.add(reference);
            value.append(text, from, any.start()).append(reference.reveal());
            from = any.end();
        }
        return new Secret(value.append(text.substring(from)).toString(), references);
    }

    private String lookUp(String reference) throws UnresolvedException {
        Matcher form = WELL_FORMED.matcher(reference);
        if (!form.matches()) {
            throw new UnresolvedException(reference + " is no reference (expected: ${env:NAME} or ${file:PATH})");
        }
        String name = form.group("name");
        String found = name != null ? variable(name, reference) : file(base.resolve(form.group("file")), reference);
        if (found.isEmpty()) {
            throw new UnresolvedException(reference + " is empty");
        }
        return found;
    }

    private String variable(String name, String reference) throws UnresolvedException {
        return secrets.variable(name).orElseThrow(() -> new UnresolvedException(reference + " is not set"));
    }

    /** The text of a script, by its path as it is written. */
    String script(String path) throws UnresolvedException {
        return text(base.resolve(path), path, Script.TEXT_MAX_BYTES);
    }

    private String file(Path file, String reference) throws UnresolvedException {
        return withoutFinalNewline(text(file, reference, FILE_MAX_BYTES));
    }

    /** @param name of what is read, for messages */
    private String text(Path file, String name, int bytesMax) throws UnresolvedException {
        files.add(file.normalize());
        try {
            byte[] bytes = secrets.file(file.normalize(), bytesMax);
            if (bytes.length > bytesMax) {
                throw new UnresolvedException(name + " holds more than " + bytesMax + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnresolvedException(name + " is not UTF-8 text");
        } catch (IOException e) {
            throw new UnresolvedException(name + " cannot be read: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "access denied" : String.valueOf(e.getMessage());
    }

    private static String withoutFinalNewline(String text) {
        String cut = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return cut.endsWith("\r") ? cut.substring(0, cut.length() - 1) : cut;
    }

    /** A reference leads nowhere. The message names the reference, never a value. */
    static final class UnresolvedException extends Exception {
        private static final long serialVersionUID = 1L;

        UnresolvedException(String message) {
            super(message);
        }
    }
}
