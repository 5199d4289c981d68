package dev.gatehouse.server.config.bind;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of addresses, {@code 10.0.0.0/8}; a single address is a range of one. */
public record Cidr(InetAddress network, int prefixBits) {
    static final String REGEX = "([0-9A-Fa-f:.]+)(?:/([0-9]{1,3}))?";
    private static final Pattern FORM = Pattern.compile(REGEX);

    static Optional<Cidr> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            InetAddress network = InetAddress.ofLiteral(form.group(1));
            int bitsMax = network.getAddress().length * Byte.SIZE;
            int bits = form.group(2) == null ? bitsMax : Integer.parseInt(form.group(2));
            return bits <= bitsMax ? Optional.of(new Cidr(network, bits)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixBits;
    }
}
