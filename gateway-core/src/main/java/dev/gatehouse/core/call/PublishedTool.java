package dev.gatehouse.core.call;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.ParamHeaders;
import dev.gatehouse.core.policy.Target;

/**
 * A tool of a virtual server: where it leads, the upstream's definition, and the definition under its public name.
 *
 * @param repeated the arguments that modern clients repeat in headers
 */
record PublishedTool(Target target, Definition upstream, Definition published, ParamHeaders repeated) {}
