package dev.gatehouse.server.cli;

import dev.gatehouse.server.gateway.Gateway;
import picocli.CommandLine.IVersionProvider;

/** {@code gatehouse --version}. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"gatehouse " + Gateway.VERSION};
    }
}
