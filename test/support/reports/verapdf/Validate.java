// Checks PDF files against PDF/A-3a and PDF/UA-1 with the veraPDF core; prints one JSON line a file and profile.
// Run as a single source file: java -cp 'veraPDF.jar:jaxb...' Validate.java FILE...

import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;

public class Validate {
  // The jar's own directory of profiles does not open; its files are read by name instead.
  private static final String PROFILES = "/org/verapdf/pdfa/validation/";

  public static void main(String[] files) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    VeraGreenfieldFoundryProvider.initialise();
    List<ValidationProfile> profiles = new ArrayList<>();
    for (String name : new String[] {"PDFA-3A", "PDFUA-1"}) {
      try (InputStream xml = Validate.class.getResourceAsStream(PROFILES + name + ".xml")) {
        profiles.add(Profiles.profileFromXml(xml));
      }
    }
    for (String file : files) check(new File(file), profiles);
  }

  // Both profiles in one pass, so that a file is read and unfolded once.
  private static void check(File file, List<ValidationProfile> profiles) throws Exception {
    PDFAValidator validator = ValidatorFactory.createValidatorByProfiles(profiles, 1000, false, true, false);
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, profiles.get(0).getPDFAFlavour())) {
      for (ValidationResult result : validator.validateAll(parser)) {
        System.out.println(verdict(file, result));
      }
    }
  }

  private static String verdict(File file, ValidationResult result) {
    StringBuilder failures = new StringBuilder();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() != TestAssertion.Status.FAILED || failures.length() > 4000) continue;
      String text = assertion.getRuleId().getClause() + " " + assertion.getMessage();
      failures.append(failures.length() == 0 ? "" : ",").append(quoted(text));
    }
    return "{\"file\":" + quoted(file.getName()) + ",\"profile\":" + quoted(result.getPDFAFlavour().toString())
        + ",\"checks\":" + result.getTotalAssertions() + ",\"compliant\":" + result.isCompliant()
        + ",\"failures\":[" + failures + "]}";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}+", " ") + '"';
  }
}
