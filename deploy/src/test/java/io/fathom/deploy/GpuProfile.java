package io.fathom.deploy;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

/**
 * What {@code -Pgpu} builds with.
 *
 * @param djl version of DJL
 * @param pytorch version of PyTorch
 * @param flavor of its natives, such as {@code cu124}
 */
record GpuProfile(String djl, String pytorch, String flavor) {

    /** Of the root pom. */
    static GpuProfile read() throws Exception {
        Path pom = Repository.ROOT.resolve("pom.xml");
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        XPath path = XPathFactory.newInstance().newXPath();
        String properties = "/project/profiles/profile[id='gpu']/properties/";
        String natives = path.evaluate(properties + "pytorch.native.artifact", document);
        return new GpuProfile(
                path.evaluate(properties + "djl.version", document),
                path.evaluate(properties + "pytorch.version", document),
                natives.substring("pytorch-native-".length()));
    }

    /** Such as 12.4. */
    String cuda() {
        return flavor.substring(2, 4) + "." + flavor.substring(4);
    }
}
