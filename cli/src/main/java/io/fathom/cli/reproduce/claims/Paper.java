package io.fathom.cli.reproduce.claims;

import java.util.List;

/**
 * A paper with the claims that are tested.
 *
 * @param name of its page, such as {@code ztt}
 * @param title short title
 * @param citation authors, title, venue
 * @param notes what a reader must know before the tables: reconstructions, corrections, sizes
 */
public record Paper(String name, String title, String citation, List<String> notes, List<Claim> claims) {

    public Paper {
        notes = List.copyOf(notes);
        claims = List.copyOf(claims);
    }
}
