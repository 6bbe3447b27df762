package io.fathom.cli.reproduce.claims;

import java.util.ArrayList;
import java.util.List;

/** All that is tested. */
public final class Claims {
    private Claims() {}

    /** The papers, their claims and methods at a size. */
    public static Catalogue at(Size size) {
        List<Method> methods = new ArrayList<>();
        methods.addAll(ZttClaims.methods(size));
        methods.addAll(TsaClaims.methods(size));
        methods.addAll(TokenFormerClaims.methods(size));
        return new Catalogue(List.of(ZttClaims.paper(), TsaClaims.paper(), TokenFormerClaims.paper()), methods);
    }
}
