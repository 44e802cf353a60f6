import './styles/page.css'
import './frame/app.ts'
