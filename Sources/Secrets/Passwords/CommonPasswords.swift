/// Passwords of 8 characters and more that lead every published list of stolen ones, and a few of this program's own.
///
/// Shorter ones are refused for their length. What matters is that the first guesses of an attacker, who is slowed
/// down after a handful, are not right.
enum CommonPasswords {
    /// Whether a password, with `A`–`Z` folded, is on the list.
    static func contains(_ folded: String) -> Bool { all.contains(folded) }

    private static let all = Set(
        """
        00000000 0000000000 0987654321 11111111 1111111111 11223344 12121212 123123123 123321123 12341234 12344321
        12345678 123456789 1234567890 12345678910 123456789a 123456789q 147258369 159357159 19871987 1password 1q2w3e4r
        1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 20202020 22222222 33333333 55555555 66666666 77777777 88888888
        987654321 99999999 a1234567 a12345678 a123456789 a1b2c3d4 aaaaaaaa abc12345 abc123456 abcd1234 abcd12345
        abcdefg1 access14 adgjmptw admin123 admin1234 admin12345 admin@123 adminadmin administrator administrator1
        adminpassword alexander alexandra amanda123 america1 angel123 anthony1 arsenal1 asd123456 asdf1234 asdfasdf
        asdfghjk asdfghjkl asdfqwer babygirl babygirl1 baseball baseball1 basketball batman123 beautiful benjamin
        blink182 brandon1 breanna1 brittany butterfly carolina caroline caterina changeit changeme changeme1 changeme123
        charlie1 charlotte cheese123 chelsea1 chocolate chris123 christian christina christine christopher computer
        computer1 correcthorsebatterystaple corvette courtney danielle december default1 default123 deftones dolphins
        dragon12 dragon123 elephant elizabeth everton1 facebook fernando firebird football football1 footballs fortnite
        friendly fuckyou1 gabriela gabriele ginger123 goldfish guest1234 guestguest guitar123 hardcore heather1 hello123
        hello1234 hellohello iloveyou iloveyou! iloveyou1 iloveyou2 iloveyou3 infinity internet isabella james123
        jasmine1 jennifer jessica1 jonathan jordan23 juventus killer123 kimberly kristina letmein! letmein1 letmein123
        letmeinnow liverpool liverpool1 lollypop lovelove loveme123 lovers123 loveyou1 manchester margaret marlboro
        martinez master123 matthew1 maverick melissa1 mercedes metallica michael1 michelle midnight minecraft monkey12
        monkey123 monster1 mynoob123 mypassword myspace1 naruto123 newpassword nicholas nicole123 nothing1 november
        november1 october1 oldpassword olivia123 oneworld opensesame p@$$w0rd p@ssw0rd p@ssword pa$$w0rd pa55word
        pass1234 pass12345 passpass passphrase passw0rd passw0rd! password password! password!1 password0 password01
        password1 password1! password11 password12 password123 password123! password1234 password2 password3 passwords
        passwort patricia patrick1 peanut123 pokemon1 pokemon123 porsche911 postern1 postern123 princess princess1
        princess123 q1w2e3r4 q1w2e3r4t5 qazwsx12 qazwsx123 qazwsxedc qwaszx12 qwer1234 qwerasdf qwert123 qwerty1!
        qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertyui qwertyuiop qwertzui qwertzuiop rammstein
        rangers1 rebecca1 remember robert123 rockstar1 root1234 rootpassword rootroot samantha samsung1 samuel123
        scooter1 scorpion secret12 secret123 security september shadow12 shadow123 simpsons skywalker slipknot snickers
        snowball soccer123 sparky123 spiderman spongebob starwars starwars1 steelers stephanie sterling summer12
        summer123 sunshine sunshine1 superman superman1 superstar swordfish teddybear temppass test1234 test12345
        testtest thailand thepassword thomas123 thuglife thunder1 tigger123 tinkerbell toor1234 tottenham trustno1
        undertaker username userpassword valentina vanessa1 veronica victoria vkontakte volleyball welcome! welcome1
        welcome12 welcome123 whatever whatever1 william1 willow123 winter123 wolverine x35v8l12 yankees1 yourpassword
        zaq12wsx zaq1zaq1 zxcasdqwe zxcv1234 zxcvbnm, zxcvbnm1 zxcvbnm123
        """.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }).map { String(decoding: $0, as: UTF8.self) }
    )
}
