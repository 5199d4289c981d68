package dev.gatehouse.audit.sink;

import java.util.function.Supplier;

/**
 * A sink as somebody wants it.
 *
 * @param name its position in the trail goes by it
 * @param config what it was made of: a sink whose equal is wanted again goes on as it is
 * @param open makes it, without asking anybody outside
 */
public record SinkSpec(String name, Object config, SinkSelection selection, SinkFormat format, Supplier<Sink> open) {}
