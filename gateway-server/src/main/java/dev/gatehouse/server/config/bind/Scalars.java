package dev.gatehouse.server.config.bind;

import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import dev.gatehouse.server.config.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Binds single values: references first, then the type, then its bounds. */
final class Scalars {
    private static final int QUOTED_CHARS_MAX = 40;

    private final References references;
    private final Path base;
    private final Report report;

    Scalars(References references, Path base, Report report) {
        this.references = references;
        this.base = base;
        this.report = report;
    }

    Object bind(Shape.Scalar shape, YamlNode node, KeyPath path) {
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.empty()) {
            report.problem(path, "expected " + shape.type().expected() + ", found " + node.kind());
            return standIn(shape, Optional.empty());
        }
        return resolved(shape, scalar.text(), path)
                .flatMap(secret -> value(shape, scalar.text(), secret, path))
                .orElseGet(() -> standIn(shape, Optional.empty()));
    }

    /** The default, or where there is none a value of the type, in place of one that is missing or wrong. */
    Object standIn(Shape.Scalar shape, Optional<String> defaultText) {
        return anchored(shape.type().parseOwn(defaultText.orElse(shape.type().example())));
    }

    private Optional<Secret> resolved(Shape.Scalar shape, String text, KeyPath path) {
        if (!References.occurIn(text)) {
            if (shape.mustRefer()) {
                report.problem(path, "a secret written out (expected: a reference, ${env:NAME} or ${file:PATH})");
                return Optional.empty();
            }
            return Optional.of(new Secret(text, List.of()));
        }
        if (!shape.mayRefer()) {
            report.problem(path, "references are not replaced here: this value is no secret and may be shown");
            return Optional.empty();
        }
        try {
            return Optional.of(references.resolve(text));
        } catch (References.UnresolvedException e) {
            report.problem(path, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Object> value(Shape.Scalar shape, String written, Secret resolved, KeyPath path) {
        if (shape.isSecret()) {
            return Optional.of(resolved);
        }
        Optional<?> value = shape.type().parse(resolved.reveal());
        if (value.isEmpty()) {
            report.problem(path, wrong(shape, written));
            return Optional.empty();
        }
        Optional<Shape.Bounds> bounds = shape.bounds();
        if (bounds.isPresent()
                && !shape.type()
                        .admits(
                                resolved.reveal(),
                                bounds.get().min(),
                                bounds.get().max())) {
            report.problem(
                    path,
                    "expected " + bounds.get().min() + " to " + bounds.get().max() + found(shape, written));
            return Optional.empty();
        }
        return value.get() instanceof ScriptFile named
                ? script(named.name(), path)
                : Optional.of(anchored(value.get()));
    }

    private Optional<Object> script(String name, KeyPath path) {
        try {
            return Optional.of(new ScriptFile(name, references.script(name)));
        } catch (References.UnresolvedException e) {
            report.problem(path, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Object anchored(Object value) {
        return value instanceof Path relative ? base.resolve(relative).normalize() : value;
    }

    private static String wrong(Shape.Scalar shape, String written) {
        return shape.notYet().contains(written)
                ? "`" + written + "` is not supported yet"
                : "expected " + shape.type().expected() + found(shape, written);
    }

    /** Quotes what was written, never what a reference stood for. */
    private static String found(Shape.Scalar shape, String written) {
        return shape.type().shown() && written.length() <= QUOTED_CHARS_MAX ? ", found \"" + written + "\"" : "";
    }
}
